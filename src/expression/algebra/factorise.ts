import { plus, type Rational, rational, times } from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';
import {
  degreeOf,
  exponentIn,
  forEachPower,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  type Polynomial,
  unitMonomial,
  variablesOf,
} from './polynomial.js';

import { coefficientsIn, contentIn, degreeIn, polynomialGcd, quotientOf, type Work } from './polynomialGcd.js';

/** A factor and how often it occurs. */
export interface Power {
  readonly factor: Polynomial;
  readonly exponent: number;
}

/**
 * Factors of a polynomial for reading, whose product is the polynomial up to a number: contents in every variable, repeated factors,
 * and rational roots of what is left in one variable (or in two, when it is homogeneous). Not every polynomial that could be
 * factored is; of two terms or of many, none is. It must have no monomial content and no negative
 * exponents; no relation is applied.
 */
export function factorise(polynomial: Polynomial): Power[] {
  const whole = [{ factor: polynomial, exponent: 1 }];
  if (polynomial.size < 3 || polynomial.size > largestSize || holdsNameOnce(polynomial)) return whole;
  const work: Work = { left: termProducts };
  try {
    return contents(polynomial, work)
      .flatMap((part) => squareFreeParts(part, work))
      .flatMap(rationalFactors);
  } catch (error) {
    if (error instanceof TooLarge) return whole;
    throw error;
  }
}

/**
 * Whether a name occurs in one term alone, and there once: c·m·v + r, linear in v. Factors without v would divide the
 * monomial m and r, and so be monomials, of which there are none: such a polynomial has no factors.
 */
function holdsNameOnce(polynomial: Polynomial): boolean {
  const once = new Map<number, boolean>();
  for (const monomial of polynomial.keys()) {
    forEachPower(monomial, (variable, exponent) => {
      once.set(variable, exponent === 1 && !once.has(variable));
    });
  }
  return [...once.values()].includes(true);
}

/** What takes more has no short factors, or is not worth a printer's time. */
const largestSize = 64;
const termProducts = 5_000;

/** Peels off the greatest common divisor of the coefficients, variable by variable. */
function contents(polynomial: Polynomial, work: Work): Polynomial[] {
  for (const variable of variablesOf(polynomial)) {
    const content = contentIn(polynomial, variable, work);
    if (variablesOf(content).size > 0)
      return [...contents(content, work), ...contents(quotientOf(polynomial, content), work)];
  }
  return [polynomial];
}

/** Yun's algorithm in the first variable; the polynomial has no content in any. */
function squareFreeParts(polynomial: Polynomial, work: Work): Power[] {
  const [variable] = variablesOf(polynomial);
  const alone = [{ factor: polynomial, exponent: 1 }];
  if (variable === undefined || degreeIn(polynomial, variable) < 2) return alone;
  const repeated = polynomialGcd(polynomial, derivativeIn(polynomial, variable), work);
  if (degreeIn(repeated, variable) === 0) return alone;
  const parts: Power[] = [];
  let rest = repeated;
  let distinct = quotientOf(polynomial, repeated);
  for (let exponent = 1; degreeIn(distinct, variable) > 0; exponent++) {
    const deeper = polynomialGcd(distinct, rest, work);
    const factor = quotientOf(distinct, deeper);
    if (variablesOf(factor).size > 0) parts.push({ factor, exponent });
    else if (deeper.size === 1) break;
    distinct = deeper;
    rest = quotientOf(rest, deeper);
  }
  return parts;
}

function derivativeIn(polynomial: Polynomial, variable: number): Polynomial {
  const result = new Map<Monomial, Rational>();
  for (const [monomial, coefficient] of polynomial) {
    const exponent = exponentIn(monomial, variable);
    if (exponent === 0) continue;
    result.set(multiplyMonomials(monomial, monomialOf(variable, -1)), times(coefficient, rational(exponent)));
  }
  return result;
}

/** a z + b for every rational root −b/a of a polynomial in z, or in z = x/y; two terms stay together. */
function rationalFactors({ factor, exponent }: Power): Power[] {
  const variables = [...variablesOf(factor)];
  if (factor.size < 3 || variables.length > 2 || (variables.length === 2 && !isHomogeneous(factor)))
    return [{ factor, exponent }];
  const [x, y] = variables;
  const coefficients = coefficientsIn(factor, x);
  let rest = Array.from({ length: degreeIn(factor, x) + 1 }, (_, i) => {
    const [value] = (coefficients.get(i) ?? new Map<Monomial, Rational>()).values();
    return value ?? rational(0);
  });
  const linear: Polynomial[] = [];
  while (rest.length > 3 || (rest.length === 3 && rest[1].numerator !== 0n)) {
    const root = rationalRoot(rest);
    if (root === null) break;
    rest = deflated(rest, root);
    linear.push(homogeneous([rational(-root.numerator), rational(root.denominator)], x, y));
  }
  if (linear.length === 0) return [{ factor, exponent }];
  return [...linear.map((part) => ({ factor: part, exponent })), { factor: homogeneous(rest, x, y), exponent }];
}

function isHomogeneous(polynomial: Polynomial): boolean {
  return new Set([...polynomial.keys()].map(degreeOf)).size === 1;
}

/** Σ coefficient · x^i y^(degree − i), or of x alone. */
function homogeneous(coefficients: readonly Rational[], x: number, y: number | undefined): Polynomial {
  const degree = coefficients.length - 1;
  return new Map(
    coefficients.flatMap((value, i): [Monomial, Rational][] => {
      if (value.numerator === 0n) return [];
      const other = y === undefined ? unitMonomial : monomialOf(y, degree - i);
      return [[multiplyMonomials(monomialOf(x, i), other), value]];
    }),
  );
}

/** The root p/q among small divisors of the outer coefficients, written over whole numbers; null when none is small. */
function rationalRoot(coefficients: readonly Rational[]): Rational | null {
  const common = coefficients.reduce((product, { denominator }) => product * denominator, 1n);
  const whole = coefficients.map(({ numerator, denominator }) => (numerator * common) / denominator);
  // of whole numbers, p divides the first and q the last
  for (let q = 1n; q <= largestDivisor; q++) {
    if (whole[whole.length - 1] % q !== 0n) continue;
    for (let p = 1n; p <= largestDivisor; p++) {
      if (whole[0] % p !== 0n) continue;
      for (const root of [rational(p, q), rational(-p, q)]) {
        if (root.denominator !== q) continue;
        const value = whole.reduceRight((total, c) => plus(times(total, root), rational(c)), rational(0));
        if (value.numerator === 0n) return root;
      }
    }
  }
  return null;
}

/** Roots of formulas that people write are small. */
const largestDivisor = 12n;

/** The quotient by (z − root). */
function deflated(coefficients: readonly Rational[], root: Rational): Rational[] {
  const result: Rational[] = [];
  let carry = rational(0);
  for (let i = coefficients.length - 1; i > 0; i--) {
    carry = plus(coefficients[i], times(carry, root));
    result.unshift(carry);
  }
  return result;
}
