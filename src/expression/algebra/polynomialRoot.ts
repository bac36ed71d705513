import { exactRoot } from '../../arithmetic/exactRoot.js';
import { integerRoot } from '../../arithmetic/integerRoot.js';
import { dividedBy, isZero, type Rational, rational } from '../../arithmetic/rational.js';
import {
  addPolynomials,
  compareMonomials,
  forEachPower,
  hasDivision,
  hasNegativeExponent,
  invertMonomial,
  leadingTerm,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  multiplyPolynomials,
  negatePolynomial,
  type Polynomial,
  scalePolynomial,
} from './polynomial.js';

/** value = square² · free, with the square part of numerator and denominator taken out (trial division and a last perfect square). */
export function splitSquare(value: Rational): { square: Rational; free: Rational } {
  const joined = value.numerator * value.denominator;
  let rest = joined < 0n ? -joined : joined;
  let square = 1n;
  for (let p = 2n; p <= 2000n && p * p <= rest; p += p === 2n ? 1n : 2n) {
    while (rest % (p * p) === 0n) {
      rest /= p * p;
      square *= p;
    }
  }
  const root = integerRoot(rest, 2);
  if (root * root === rest) {
    square *= root;
    rest = 1n;
  }
  return { square: rational(square, value.denominator), free: rational(joined < 0n ? -rest : rest) };
}

/** q and the largest k with q^k = p that powers of 2, 3, 5 and 7 make up; no relation is applied. */
export function perfectPower(polynomial: Polynomial): { base: Polynomial; exponent: number } {
  if (polynomial.size > 1) {
    for (const exponent of [2, 3, 5, 7]) {
      const root = rootOf(polynomial, exponent);
      if (root === null) continue;
      const inner = perfectPower(root);
      return { base: inner.base, exponent: inner.exponent * exponent };
    }
  }
  return { base: polynomial, exponent: 1 };
}

/**
 * q with q^k = p and, for even k, a positive leading coefficient, when p is such a power; no relation is applied. Newton's
 * method on the terms, from the highest down: each is the highest of what is left over k·lead^(k − 1).
 */
export function rootOf(polynomial: Polynomial, k: number): Polynomial | null {
  if (hasDivision(polynomial)) return null;
  const [monomial, coefficient] = leadingTerm(polynomial);
  const leadCoefficient = exactRoot(coefficient, k);
  const lead = rootOfMonomial(monomial, k);
  if (leadCoefficient === null || lead === null || isZero(leadCoefficient)) return null;
  let root: Polynomial = new Map([[lead, leadCoefficient]]);
  const slope = scalePolynomial(powerOf(root, k - 1), rational(k));
  const [slopeMonomial, slopeCoefficient] = leadingTerm(slope);
  const inverse = invertMonomial(slopeMonomial);
  for (let round = 0; ; round++) {
    const rest = addPolynomials(polynomial, negatePolynomial(powerOf(root, k)));
    if (rest.size === 0) return root;
    const [next, value] = leadingTerm(rest);
    const step = multiplyMonomials(next, inverse);
    if (round > polynomial.size || hasNegativeExponent(step) || compareMonomials(step, lead) >= 0) return null;
    root = addPolynomials(root, new Map([[step, dividedBy(value, slopeCoefficient)]]));
    // a root of so many terms would have more terms in its power than there are
    if (root.size > polynomial.size) return null;
  }
}

function powerOf(a: Polynomial, k: number): Polynomial {
  let result = a;
  for (let i = 1; i < k; i++) result = multiplyPolynomials(result, a);
  return result;
}

function rootOfMonomial(monomial: Monomial, k: number): Monomial | null {
  let result = '';
  let isPower = true;
  forEachPower(monomial, (variable, exponent) => {
    if (exponent % k !== 0) isPower = false;
    else result += monomialOf(variable, exponent / k);
  });
  return isPower ? result : null;
}
