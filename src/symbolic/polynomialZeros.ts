import { isAtLeastZero, isAtMostZero } from '../arithmetic/sign.js';
import { factorise } from '../expression/algebra/factorise.js';
import { expressionOf, simplify } from '../expression/algebra/fromNormalForm.js';
import { normalForm } from '../expression/algebra/normalForm.js';
import { type Polynomial, splitContent, variablesOf, zeroPolynomial } from '../expression/algebra/polynomial.js';
import { coefficientsIn } from '../expression/algebra/polynomialGcd.js';
import type { Ring } from '../expression/algebra/ring.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  call,
  difference,
  type Expression,
  fraction,
  holdsSymbol,
  isNumber,
  negate,
  number,
  numberZero,
  power,
  product,
  quotient,
  sum,
} from '../expression/syntax/expression.js';
import { knownSign, type SignFacts } from './knownSign.js';

/**
 * Zeros of a quotient of polynomials in one name: of every factor of the numerator that has degree one or two in the name
 * or in a power of it. null when the name stands inside an atom, or a factor of higher degree remains.
 *
 * Roots carry no condition: where a radicand is negative they are not real. Throws TooLarge beyond the budget.
 */
export function polynomialZeros(expression: Expression, name: string, facts: SignFacts): Expression[] | null {
  const { ring, fraction: value } = normalForm(expression, { purpose: 'display', budget: largestWork });
  const variable = ring.atoms.findIndex((atom) => atom.kind === 'symbol' && atom.name === name);
  if (variable < 0) return holdsSymbol(expression, name) ? null : [];
  if (standsInside(ring, name, value.numerator)) return null;
  const solutions: Expression[] = [];
  const { lowest, coefficients } = coefficientsOf(ring, value.numerator, variable);
  if (lowest > 0) solutions.push(numberZero);
  if (coefficients.length > 1) {
    const zeros = zerosOfFactors(ring, value.numerator, variable, facts);
    if (zeros === null) return null;
    solutions.push(...zeros);
  }
  const below = [...value.denominator.values()].map(({ factor }) =>
    expressionOf({ ring, fraction: ring.polynomial(factor) }),
  );
  const isDefined = (solution: Expression): boolean =>
    below.every(
      (factor) =>
        !holdsSymbol(factor, name) || zeroTest(substitute(factor, new Map([[name, solution]]))).status !== 'zero',
    );
  return solutions.map((solution) => simplify(solution)).filter(isDefined);
}

/** Term products in the normal form of an equation, at most. */
const largestWork = 20_000;

function zerosOfFactors(ring: Ring, numerator: Polynomial, variable: number, facts: SignFacts): Expression[] | null {
  const found: Expression[] = [];
  const { rest: stripped } = splitContent(numerator);
  for (const { factor } of factorise(stripped)) {
    const { coefficients } = coefficientsOf(ring, factor, variable);
    if (coefficients.length === 1) continue;
    const zeros = zerosOf(coefficients, facts);
    if (zeros === null) return null;
    found.push(...zeros);
  }
  return found;
}

/** The lowest power of the variable, and the coefficients of that power and those above it. */
function coefficientsOf(ring: Ring, value: Polynomial, variable: number) {
  const byPower = coefficientsIn(value, variable);
  const lowest = Math.min(...byPower.keys());
  const degree = Math.max(...byPower.keys()) - lowest;
  const coefficients = Array.from({ length: degree + 1 }, (_, i) =>
    expressionOf({ ring, fraction: ring.polynomial(byPower.get(i + lowest) ?? zeroPolynomial) }),
  );
  return { lowest, coefficients };
}

/** Whether some atom of the numerator other than the name itself is built from the name. */
function standsInside(ring: Ring, name: string, numerator: Polynomial): boolean {
  return [...variablesOf(numerator)].some(
    (variable) =>
      ring.atoms[variable].kind !== 'symbol' &&
      holdsSymbol(expressionOf({ ring, fraction: ring.atomFraction(variable) }), name),
  );
}

/** Zeros of c_0 + c_1 x + … with c_0 and the last not zero; null where x^m is not of degree two at most for any m. */
function zerosOf(coefficients: readonly Expression[], facts: SignFacts): Expression[] | null {
  const used = coefficients.flatMap((coefficient, i) => (isNumber(coefficient, 0) ? [] : [i]));
  const step = used.reduce(greatestCommonDivisor, 0);
  const [c, b, a] = coefficients.filter((_, i) => i % step === 0);
  if ((coefficients.length - 1) / step > 2) return null;
  const powers = a === undefined ? [negate(quotient(c, b))] : quadraticZeros(a, b, c, facts);
  return powers.flatMap((value) => rootsOf(simplify(value), step, facts));
}

function quadraticZeros(a: Expression, b: Expression, c: Expression, facts: SignFacts): Expression[] {
  const discriminant = simplify(difference(power(b, 2), product(number(4), a, c)));
  if (knownSign(discriminant, facts) === 'negative') return [];
  const root = call('sqrt', discriminant);
  const over = quotient(number(1), product(number(2), a));
  return [product(over, sum(negate(b), root)), product(over, difference(negate(b), root))];
}

/** The real x with x^degree = value. */
function rootsOf(value: Expression, degree: number, facts: SignFacts): Expression[] {
  if (degree === 1) return [value];
  const sign = knownSign(value, facts);
  const root = (radicand: Expression): Expression =>
    degree === 2 ? call('sqrt', radicand) : power(radicand, fraction(1, degree));
  if (degree % 2 === 0) return sign === 'negative' ? [] : [root(value), negate(root(value))];
  if (isAtLeastZero(sign)) return [root(value)];
  if (isAtMostZero(sign)) return [negate(root(negate(value)))];
  return [product(call('sign', value), root(call('abs', value)))];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
