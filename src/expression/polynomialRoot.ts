import { dividedBy, isZero, negated, one, type Rational, rational, times } from '../numeric/rational.js';
import {
  addPolynomials,
  compareMonomials,
  forEachPower,
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
  const root = integerSquareRoot(rest);
  if (root * root === rest) {
    square *= root;
    rest = 1n;
  }
  return { square: rational(square, value.denominator), free: rational(joined < 0n ? -rest : rest) };
}

/** The square root of a rational when it is rational, else null. */
export function rationalSquareRoot(value: Rational): Rational | null {
  if (value.numerator < 0n) return null;
  const n = integerSquareRoot(value.numerator);
  const d = integerSquareRoot(value.denominator);
  return n * n === value.numerator && d * d === value.denominator ? rational(n, d) : null;
}

/** ⌊√n⌋ for n ≥ 0. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** q with q² = p and positive leading coefficient, when p is the square of a polynomial; no relation is applied. */
export function squareRootOf(polynomial: Polynomial): Polynomial | null {
  for (const monomial of polynomial.keys()) if (hasNegativeExponent(monomial)) return null;
  const [monomial, coefficient] = leadingTerm(polynomial);
  const leadCoefficient = rationalSquareRoot(coefficient);
  const lead = halved(monomial);
  if (leadCoefficient === null || lead === null || isZero(leadCoefficient)) return null;
  let root: Polynomial = new Map([[lead, leadCoefficient]]);
  let rest = addPolynomials(polynomial, negatePolynomial(multiplyPolynomials(root, root)));
  const inverse = invertMonomial(lead);
  for (let round = 0; rest.size > 0; round++) {
    if (round > polynomial.size) return null;
    const [next, value] = leadingTerm(rest);
    const step = multiplyMonomials(next, inverse);
    if (hasNegativeExponent(step) || compareMonomials(step, lead) >= 0) return null;
    const term: Polynomial = new Map([[step, dividedBy(value, times(rational(2), leadCoefficient))]]);
    const twice = addPolynomials(scalePolynomial(root, rational(2)), term);
    rest = addPolynomials(rest, scalePolynomial(multiplyPolynomials(twice, term), negated(one)));
    root = addPolynomials(root, term);
  }
  return root;
}

function halved(monomial: Monomial): Monomial | null {
  let result = '';
  let even = true;
  forEachPower(monomial, (variable, exponent) => {
    if (exponent % 2 !== 0) even = false;
    else result += monomialOf(variable, exponent / 2);
  });
  return even ? result : null;
}
