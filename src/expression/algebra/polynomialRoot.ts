import { exactRoot } from '../../arithmetic/exactRoot.js';
import { dividedBy, isZero, rational } from '../../arithmetic/rational.js';
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

/** Newton's method on the terms, from the highest down: each is the highest of what is left over k·lead^(k − 1). */
function rootOf(polynomial: Polynomial, k: number): Polynomial | null {
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
