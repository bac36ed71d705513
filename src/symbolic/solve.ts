import {
  call,
  childrenOf,
  difference,
  type Expression,
  fraction,
  number,
  power,
  product,
  quotient,
  sum,
  symbolsOf,
} from '../expression/expression.js';
import { expressionOf, simplify } from '../expression/fromNormalForm.js';
import { normalForm } from '../expression/normalForm.js';
import { exponentIn, forEachPower, monomialOf, multiplyMonomials, type Polynomial } from '../expression/polynomial.js';
import type { Ring } from '../expression/ring.js';
import { substitute } from '../expression/substitute.js';
import { zeroTest } from '../expression/zeroTest.js';
import type { Rational } from '../numeric/rational.js';
import { solveWithNerdamer } from './nerdamer.js';

/**
 * Real solutions of expression = 0 for one name, each confirmed by substituting it back and the exact zero test.
 *
 * Degrees one and two and two-term equations are solved here; anything else is put to nerdamer, whose answers are kept
 * only when the zero test confirms them. The list may be incomplete where no closed form is found; null says that the
 * name stands inside |·|, max or min, where each branch has to be solved by itself.
 */
export function solveFor(expression: Expression, name: string): Expression[] | null {
  if (standsInsideKink(expression, name)) return null;
  const coefficients = coefficientsIn(expression, name);
  const candidates = (coefficients && solvePolynomial(coefficients)) ?? solveWithNerdamer(expression, name);
  return candidates
    .map((candidate) => simplify(candidate))
    .filter((candidate) => zeroTest(substitute(expression, new Map([[name, candidate]]))).status === 'zero');
}

function standsInsideKink(node: Expression, name: string): boolean {
  const kinked =
    node.kind === 'conditional' || (node.kind === 'call' && ['abs', 'max', 'min', 'relu'].includes(node.function));
  if (kinked) return symbolsOf(node).includes(name);
  return childrenOf(node).some((child) => standsInsideKink(child, name));
}

/** Coefficients by power of the name, lowest first, of the numerator; null when the name stands inside an atom. */
function coefficientsIn(expression: Expression, name: string): Expression[] | null {
  const { ring, fraction: value } = normalForm(expression, { purpose: 'display' });
  const variable = ring.atoms.findIndex((atom) => atom.kind === 'symbol' && atom.name === name);
  if (variable < 0 || standsInside(ring, name, value.numerator)) return null;
  const byPower = new Map<number, Map<string, Rational>>();
  for (const [monomial, coefficient] of value.numerator) {
    const exponent = exponentIn(monomial, variable);
    const rest = multiplyMonomials(monomial, monomialOf(variable, -exponent));
    const part = byPower.get(exponent) ?? new Map<string, Rational>();
    part.set(rest, coefficient);
    byPower.set(exponent, part);
  }
  const lowest = Math.min(...byPower.keys());
  const degree = Math.max(...byPower.keys()) - lowest;
  return Array.from({ length: degree + 1 }, (_, i) =>
    expressionOf({ ring, fraction: ring.polynomial(byPower.get(i + lowest) ?? new Map()) }),
  );
}

/** Whether some atom of the numerator other than the name itself is built from the name. */
function standsInside(ring: Ring, name: string, numerator: Polynomial): boolean {
  const variables = new Set<number>();
  for (const monomial of numerator.keys()) forEachPower(monomial, (variable) => variables.add(variable));
  return [...variables].some(
    (variable) =>
      ring.atoms[variable].kind !== 'symbol' &&
      symbolsOf(expressionOf({ ring, fraction: ring.atomFraction(variable) })).includes(name),
  );
}

function solvePolynomial(coefficients: readonly Expression[]): Expression[] | null {
  const used = coefficients.flatMap((coefficient, i) =>
    coefficient.kind === 'number' && coefficient.value.numerator === 0n ? [] : [i],
  );
  const degree = coefficients.length - 1;
  if (degree === 0) return [];
  if (used.length === 2) {
    const ratio = simplify(product(number(-1), quotient(coefficients[0], coefficients[degree])));
    if (degree === 1) return [ratio];
    const root = degree === 2 ? call('sqrt', ratio) : power(ratio, fraction(1, degree));
    return degree % 2 === 0 ? [root, product(number(-1), root)] : [root];
  }
  if (degree !== 2) return null;
  const [c, b, a] = coefficients;
  const root = call('sqrt', simplify(difference(power(b, 2), product(number(4), a, c))));
  const over = quotient(number(1), product(number(2), a));
  const minusB = product(number(-1), b);
  return [product(over, sum(minusB, root)), product(over, difference(minusB, root))];
}
