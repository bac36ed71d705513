import { equal, negated, one, type Rational, rational } from '../numeric/rational.js';
import { Restart } from './independentParts.js';
import type { Normaliser } from './normalForm.js';
import { DivisionByZero } from './normalFormErrors.js';
import { exponentialOf } from './normalFormExponentials.js';
import { absolutePolynomial, knownSign } from './normalFormSigns.js';
import {
  forEachPower,
  hasNegativeExponent,
  invertMonomial,
  negatePolynomial,
  type Polynomial,
  variablePolynomial,
} from './polynomial.js';
import { splitSquare, squareRootOf } from './polynomialRoot.js';
import { type Fraction, oneFraction } from './ring.js';

/** u^(p/q), defined for u ≥ 0 (u > 0 when p < 0). */
export function rationalPowerOf(
  normaliser: Normaliser,
  value: Fraction,
  exponent: Rational,
  guarded: boolean,
): Fraction {
  const { ring } = normaliser;
  const divide = (a: Fraction): Fraction => {
    const inverse = ring.invert(a);
    if (inverse === null) throw new DivisionByZero('the expression divides by zero everywhere');
    normaliser.noteDivisor(a, guarded);
    return inverse;
  };
  if (exponent.numerator < 0n) return divide(rationalPowerOf(normaliser, value, negated(exponent), guarded));
  const index = Number(exponent.denominator);
  const count = Number(exponent.numerator);
  if (index === 1) return ring.power(value, count) as Fraction;
  if (value.numerator.size === 0) return value;
  const root = index === 2 ? squareRoot(normaliser, value, guarded) : otherRoot(normaliser, value, index, guarded);
  return ring.power(root, count) as Fraction;
}

/** sqrt(u): squares come out with their absolute value, factors known not to be negative get roots of their own. */
function squareRoot(normaliser: Normaliser, value: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  let radicand = value.numerator;
  let outside = oneFraction;
  for (const { factor, exponent } of value.denominator.values()) {
    const inverse = ring.invert(absolutePolynomial(normaliser, factor)) as Fraction;
    outside = ring.multiply(outside, ring.power(inverse, Math.ceil(exponent / 2)) as Fraction);
    if (exponent % 2 === 1) radicand = ring.product(radicand, factor);
  }
  const { coefficient, content, rest } = ring.primitive(radicand);
  const { square, free } = splitSquare(coefficient);
  outside = ring.multiply(outside, ring.constant(square));
  const loose: Polynomial[] = [];
  forEachPower(content, (variable, exponent) => {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') {
      const half = exponentialOf(
        normaliser,
        ring.multiply(atom.exponent, ring.constant(rational(exponent, 2))),
        guarded,
      );
      outside = ring.multiply(outside, half);
      return;
    }
    const half = normaliser.options.purpose === 'display' ? Math.trunc(exponent / 2) : Math.floor(exponent / 2);
    const size =
      half % 2 === 0
        ? ring.polynomial(variablePolynomial(variable))
        : absolutePolynomial(normaliser, variablePolynomial(variable));
    outside = ring.multiply(outside, ring.power(size, half) as Fraction);
    if (exponent % 2 !== 0) loose.push(variablePolynomial(variable, exponent - 2 * half));
  });
  if (rest.size > 1) {
    const exact = squareRootOf(rest);
    if (exact !== null) outside = ring.multiply(outside, absolutePolynomial(normaliser, exact));
    else loose.push(rest);
  }
  return ring.multiply(outside, rootsOfLoose(normaliser, free, loose, guarded));
}

function rootsOfLoose(
  normaliser: Normaliser,
  number: Rational,
  factors: readonly Polynomial[],
  guarded: boolean,
): Fraction {
  const { ring } = normaliser;
  let result = oneFraction;
  let open: Polynomial[] = [];
  for (const factor of factors) {
    const sign = knownSign(normaliser, notInverted(factor));
    if (sign === 'positive' || sign === 'nonnegative') result = ring.multiply(result, rootAtom(normaliser, factor, 2));
    else open.push(factor);
  }
  let negative = number.numerator < 0n;
  for (const [prime, exponent] of primeFactors(number)) {
    if (exponent % 2 !== 0)
      result = ring.multiply(result, rootAtom(normaliser, ring.constant(rational(prime)).numerator, 2));
  }
  if (open.length === 1) {
    const only = negative ? negatePolynomial(open[0]) : open[0];
    if (!guarded) learnNonnegative(normaliser, negative ? negatePolynomial(notInverted(open[0])) : notInverted(only));
    open = [only];
    negative = false;
  }
  if (open.length === 0 && !negative) return result;
  let radicand: Polynomial = ring.constant(rational(negative ? -1 : 1)).numerator;
  for (const factor of open) radicand = ring.product(radicand, factor);
  return ring.multiply(result, rootAtom(normaliser, radicand, 2));
}

/** 1/v has the sign of v. */
function notInverted(factor: Polynomial): Polynomial {
  const [[monomial]] = factor;
  return factor.size === 1 && hasNegativeExponent(monomial) ? new Map([[invertMonomial(monomial), one]]) : factor;
}

function otherRoot(normaliser: Normaliser, value: Fraction, index: number, guarded: boolean): Fraction {
  const { ring } = normaliser;
  if (value.denominator.size > 0) {
    const exponent = ring.constant(rational(1, index));
    const text = `power(${ring.fractionText(value)};${ring.fractionText(exponent)})`;
    return normaliser.atom(text, { kind: 'power', base: value, exponent }, ring.hasData(value));
  }
  const { coefficient, content, rest } = ring.primitive(value.numerator);
  const single = content.length === 2 && equal(coefficient, one) && rest.size === 1;
  if (single) {
    let result: Fraction | null = null;
    forEachPower(content, (variable, exponent) => {
      const atom = ring.atoms[variable];
      if (atom.kind === 'exponential') {
        result = exponentialOf(
          normaliser,
          ring.multiply(atom.exponent, ring.constant(rational(exponent, index))),
          guarded,
        );
      }
    });
    if (result !== null) return result;
    if (!guarded)
      forEachPower(content, (variable, exponent) => {
        if (exponent % 2 !== 0) learnNonnegative(normaliser, variablePolynomial(variable));
      });
  }
  return rootAtom(normaliser, value.numerator, index);
}

function rootAtom(normaliser: Normaliser, radicand: Polynomial, index: number): Fraction {
  const { ring } = normaliser;
  const text = `root${index}(${ring.textOf(radicand)})`;
  return normaliser.atom(text, { kind: 'root', index, radicand }, ring.polynomialHasData(radicand));
}

export function learnNonnegative(normaliser: Normaliser, polynomial: Polynomial): void {
  if (knownSign(normaliser, polynomial) !== null) return;
  normaliser.facts.nonnegative.add(normaliser.ring.textOf(polynomial));
  throw new Restart();
}

/** Prime factors of |value| with their exponents; what trial division leaves stands as if it were prime. */
export function primeFactors(value: Rational): [bigint, number][] {
  const factors = new Map<bigint, number>();
  const count = (n: bigint, direction: 1 | -1): void => {
    let rest = n < 0n ? -n : n;
    for (let p = 2n; p <= largestTrialDivisor && p * p <= rest; p += p === 2n ? 1n : 2n) {
      while (rest % p === 0n) {
        factors.set(p, (factors.get(p) ?? 0) + direction);
        rest /= p;
      }
    }
    if (rest > 1n) factors.set(rest, (factors.get(rest) ?? 0) + direction);
  };
  count(value.numerator, 1);
  count(value.denominator, -1);
  return [...factors].filter(([, exponent]) => exponent !== 0);
}

const largestTrialDivisor = 2000n;
