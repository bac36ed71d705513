import { dividedBy, one, type Rational } from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';
import {
  addPolynomials,
  exponentIn,
  leadingTerm,
  type Monomial,
  monomialContent,
  monomialOf,
  multiplyMonomials,
  multiplyPolynomials,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  scalePolynomial,
  splitContent,
  variablesOf,
  zeroPolynomial,
} from './polynomial.js';
import { divideExactly, mayShareFactor } from './polynomialDivision.js';

/** Products of terms that may still be formed; what comes short of them throws TooLarge. */
export interface Work {
  left: number;
}

/**
 * The greatest common divisor of two polynomials without negative exponents and without monomial content, monic in the
 * lexicographic order; by primitive remainder sequences, one variable at a time. No relation is applied.
 * Throws TooLarge.
 */
export function polynomialGcd(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  if (a.size === 0) return monic(b);
  if (b.size === 0) return monic(a);
  const [inA, inB] = [variablesOf(a), variablesOf(b)];
  if (inA.size === 0 || inB.size === 0) return onePolynomial;
  // what divides both holds no name that only one of them holds
  for (const variable of inA) if (!inB.has(variable)) return polynomialGcd(contentIn(a, variable, work), b, work);
  for (const variable of inB) if (!inA.has(variable)) return polynomialGcd(a, contentIn(b, variable, work), work);
  if (!mayShareFactor(a, b)) return onePolynomial;
  const [main] = inA;
  const [contentA, contentB] = [contentIn(a, main, work), contentIn(b, main, work)];
  const common = polynomialGcd(contentA, contentB, work);
  let [high, low] = [quotientOf(a, contentA), quotientOf(b, contentB)];
  if (degreeIn(high, main) < degreeIn(low, main)) [high, low] = [low, high];
  while (degreeIn(low, main) > 0) {
    const rest = pseudoRemainder(high, low, main, work);
    [high, low] = [low, rest.size === 0 ? rest : quotientOf(rest, contentIn(rest, main, work))];
  }
  return low.size === 0 ? monic(multiplied(common, high, work)) : common;
}

/** The greatest common divisor of the coefficients of a as a polynomial in one variable; monic. */
export function contentIn(a: Polynomial, variable: number, work: Work): Polynomial {
  let common = zeroPolynomial;
  for (const coefficient of coefficientsIn(a, variable).values()) {
    common = gcdWithMonomials(common, coefficient, work);
    if (common.size === 1 && common.has('')) break;
  }
  return common;
}

/** a / b for a divisor b of a. */
export function quotientOf(a: Polynomial, b: Polynomial): Polynomial {
  const result = divideExactly(a, b);
  if (result === null) throw new RangeError('quotientOf: not a divisor');
  return result;
}

/** By power of the variable. */
export function coefficientsIn(a: Polynomial, variable: number): Map<number, Polynomial> {
  const parts = new Map<number, Map<Monomial, Rational>>();
  for (const [monomial, coefficient] of a) {
    const exponent = exponentIn(monomial, variable);
    const part = parts.get(exponent) ?? new Map<Monomial, Rational>();
    part.set(multiplyMonomials(monomial, monomialOf(variable, -exponent)), coefficient);
    parts.set(exponent, part);
  }
  return parts;
}

/** The highest exponent of a variable in a polynomial; 0 where it does not occur. */
export function degreeIn(a: Polynomial, variable: number): number {
  let degree = 0;
  for (const monomial of a.keys()) degree = Math.max(degree, exponentIn(monomial, variable));
  return degree;
}

function monic(a: Polynomial): Polynomial {
  return a.size === 0 ? a : scalePolynomial(a, dividedBy(one, leadingTerm(a)[1]));
}

function gcdWithMonomials(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  if (a.size === 0) return monic(b);
  const [first, second] = [splitContent(a), splitContent(b)];
  const shared = monomialContent(new Map([first, second].map(({ content }) => [content, one])));
  return scalePolynomial(polynomialGcd(first.rest, second.rest, work), one, shared);
}

/** lead(b)^n · a modulo b as polynomials in one variable. */
function pseudoRemainder(a: Polynomial, b: Polynomial, variable: number, work: Work): Polynomial {
  const degree = degreeIn(b, variable);
  const lead = coefficientsIn(b, variable).get(degree) as Polynomial;
  let rest = a;
  while (rest.size > 0 && degreeIn(rest, variable) >= degree) {
    const top = degreeIn(rest, variable);
    const coefficient = coefficientsIn(rest, variable).get(top) as Polynomial;
    const shifted = scalePolynomial(b, one, monomialOf(variable, top - degree));
    rest = addPolynomials(multiplied(rest, lead, work), negatePolynomial(multiplied(shifted, coefficient, work)));
  }
  return rest;
}

function multiplied(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  work.left -= a.size * b.size;
  if (work.left < 0) throw new TooLarge('a common divisor takes too long to find');
  return multiplyPolynomials(a, b);
}
