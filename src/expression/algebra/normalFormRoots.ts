import { primeFactors } from '../../arithmetic/primeFactors.js';
import { negated, one, type Rational, rational } from '../../arithmetic/rational.js';
import { higherRoot } from './higherRoot.js';
import { DivisionByZero } from './normalFormErrors.js';
import { absolutePolynomial, isNotNegative, learnNonnegative } from './normalFormSigns.js';
import type { Normaliser } from './normaliser.js';
import {
  forEachPower,
  hasNegativeExponent,
  invertMonomial,
  negatePolynomial,
  type Polynomial,
  variablePolynomial,
} from './polynomial.js';
import { rootOf, splitSquare } from './polynomialRoot.js';
import { type Fraction, oneFraction } from './ring.js';
import { rootPower } from './rootPower.js';
import { withSineSquares } from './sineSquares.js';

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
  const root = index === 2 ? squareRoot(normaliser, value, guarded) : higherRoot(normaliser, value, index, guarded);
  return ring.power(root, count) as Fraction;
}

/** sqrt(u): squares come out with their absolute value, factors known not to be negative get roots of their own. */
function squareRoot(normaliser: Normaliser, value: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  let radicand = value.numerator;
  let outside = oneFraction;
  const loose: Polynomial[] = [];
  for (const { factor, exponent } of value.denominator.values()) {
    const inverse = ring.invert(absolutePolynomial(normaliser, factor)) as Fraction;
    outside = ring.multiply(outside, ring.power(inverse, Math.ceil(exponent / 2)) as Fraction);
    if (exponent % 2 === 0) continue;
    if (normaliser.options.purpose === 'proof' && isNotNegative(normaliser, factor)) loose.push(factor);
    else radicand = ring.product(radicand, factor);
  }
  const { coefficient, content, rest } = withSineSquares(ring, radicand);
  const { square, free } = splitSquare(coefficient);
  outside = ring.multiply(outside, ring.constant(square));
  forEachPower(content, (variable, exponent) => {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') {
      const half = normaliser.exponential(ring.multiply(atom.exponent, ring.constant(rational(exponent, 2))), guarded);
      outside = ring.multiply(outside, half);
      return;
    }
    if (atom.kind === 'root' && normaliser.options.purpose === 'proof') {
      outside = ring.multiply(outside, rootPower(normaliser, atom.radicand, rational(exponent, 2 * atom.index)));
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
    const exact = rootOf(rest, 2);
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
  const root = (radicand: Polynomial): Fraction => rootPower(normaliser, radicand, rational(1, 2));
  let result = oneFraction;
  let open: Polynomial[] = [];
  for (const factor of factors) {
    if (isNotNegative(normaliser, notInverted(factor))) result = ring.multiply(result, root(factor));
    else open.push(factor);
  }
  let negative = number.numerator < 0n;
  for (const [prime, exponent] of primeFactors(number)) {
    if (exponent % 2 !== 0) result = ring.multiply(result, root(ring.constant(rational(prime)).numerator));
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
  return ring.multiply(result, root(radicand));
}

/** 1/v has the sign of v. */
function notInverted(factor: Polynomial): Polynomial {
  const [[monomial]] = factor;
  return factor.size === 1 && hasNegativeExponent(monomial) ? new Map([[invertMonomial(monomial), one]]) : factor;
}
