import { bitLength } from '../../arithmetic/integers.js';
import {
  equal,
  isZero,
  negated,
  one,
  plus,
  type Rational,
  rational,
  times,
  toText,
} from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';

/**
 * A sparse polynomial in numbered variables with exact coefficients and whole, possibly negative, exponents.
 *
 * A monomial is a text of character pairs (variable, exponent + 32768) with the variables ascending, so that equal
 * monomials are equal texts. No coefficient is 0; the empty map is the zero polynomial.
 */
export type Polynomial = ReadonlyMap<Monomial, Rational>;

/** Variables with their exponents, as that text. */
export type Monomial = string;

/** The monomial without a variable. */
export const unitMonomial: Monomial = '';

/** The polynomial 0. */
export const zeroPolynomial: Polynomial = new Map();

/** The polynomial 1. */
export const onePolynomial: Polynomial = new Map([[unitMonomial, one]]);

/** A number as a polynomial. */
export function constantPolynomial(value: Rational): Polynomial {
  return isZero(value) ? zeroPolynomial : new Map([[unitMonomial, value]]);
}

/** A whole power of one variable as a polynomial. Throws TooLarge. */
export function variablePolynomial(variable: number, exponent = 1): Polynomial {
  return new Map([[monomialOf(variable, exponent), one]]);
}

/** A whole power of one variable. Throws TooLarge for an exponent that a monomial cannot hold. */
export function monomialOf(variable: number, exponent: number): Monomial {
  if (exponent === 0) return unitMonomial;
  if (Math.abs(exponent) > largestExponent) throw new TooLarge(`a power beyond ${largestExponent}`);
  return String.fromCharCode(variable, exponent + exponentOffset);
}

const exponentOffset = 32768;
const largestExponent = 30000;

/** Calls visit(variable, exponent) for every variable of a monomial, ascending. */
export function forEachPower(monomial: Monomial, visit: (variable: number, exponent: number) => void): void {
  for (let i = 0; i < monomial.length; i += 2) {
    visit(monomial.charCodeAt(i), monomial.charCodeAt(i + 1) - exponentOffset);
  }
}

/** The exponent of a variable in a monomial; 0 where it does not occur. */
export function exponentIn(monomial: Monomial, variable: number): number {
  for (let i = 0; i < monomial.length; i += 2) {
    if (monomial.charCodeAt(i) === variable) return monomial.charCodeAt(i + 1) - exponentOffset;
  }
  return 0;
}

/** The product of two monomials: exponents add up. Throws TooLarge. */
export function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a === '') return b;
  if (b === '') return a;
  let result = '';
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (left < right) {
      result += a[i] + a[i + 1];
      i += 2;
    } else if (right < left) {
      result += b[j] + b[j + 1];
      j += 2;
    } else {
      const exponent = a.charCodeAt(i + 1) + b.charCodeAt(j + 1) - 2 * exponentOffset;
      result += monomialOf(left, exponent);
      i += 2;
      j += 2;
    }
  }
  return result + a.slice(i) + b.slice(j);
}

/** The monomial of the opposite exponents. */
export function invertMonomial(monomial: Monomial): Monomial {
  let result = '';
  forEachPower(monomial, (variable, exponent) => {
    result += monomialOf(variable, -exponent);
  });
  return result;
}

/** The sum of two polynomials. */
export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const [large, small] = a.size >= b.size ? [a, b] : [b, a];
  const result = new Map(large);
  for (const [monomial, coefficient] of small) addTerm(result, monomial, coefficient);
  return result;
}

/** Adds coefficient · monomial to the terms of a polynomial in the making. */
export function addTerm(terms: Map<Monomial, Rational>, monomial: Monomial, coefficient: Rational): void {
  const known = terms.get(monomial);
  if (known === undefined) {
    terms.set(monomial, coefficient);
    return;
  }
  const total = plus(known, coefficient);
  if (isZero(total)) terms.delete(monomial);
  else terms.set(monomial, total);
}

/** The polynomial times a number and a monomial. */
export function scalePolynomial(a: Polynomial, factor: Rational, monomial: Monomial = unitMonomial): Polynomial {
  if (isZero(factor)) return zeroPolynomial;
  if (monomial === unitMonomial && equal(factor, one)) return a;
  const result = new Map<Monomial, Rational>();
  for (const [own, coefficient] of a) result.set(multiplyMonomials(own, monomial), times(coefficient, factor));
  return result;
}

/** The polynomial with every coefficient negated. */
export function negatePolynomial(a: Polynomial): Polynomial {
  const result = new Map<Monomial, Rational>();
  for (const [monomial, coefficient] of a) result.set(monomial, negated(coefficient));
  return result;
}

/** The product without any relation applied. */
export function multiplyPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return zeroPolynomial;
  if (few.size === 1) {
    const [[monomial, coefficient]] = few;
    return scalePolynomial(many, coefficient, monomial);
  }
  const result = new Map<Monomial, Rational>();
  for (const [leftMonomial, left] of few) {
    for (const [rightMonomial, right] of many) {
      addTerm(result, multiplyMonomials(leftMonomial, rightMonomial), times(left, right));
    }
  }
  return result;
}

/** Lexicographic order on exponents, lower variables first: -1, 0 or 1. */
export function compareMonomials(a: Monomial, b: Monomial): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a.charCodeAt(i) : Number.POSITIVE_INFINITY;
    const right = j < b.length ? b.charCodeAt(j) : Number.POSITIVE_INFINITY;
    if (left < right) {
      const exponent = a.charCodeAt(i + 1) - exponentOffset;
      return exponent > 0 ? 1 : -1;
    }
    if (right < left) {
      const exponent = b.charCodeAt(j + 1) - exponentOffset;
      return exponent > 0 ? -1 : 1;
    }
    const order = a.charCodeAt(i + 1) - b.charCodeAt(j + 1);
    if (order !== 0) return order > 0 ? 1 : -1;
    i += 2;
    j += 2;
  }
  return 0;
}

/** The term that comes first in the lexicographic order. Throws RangeError for the zero polynomial. */
export function leadingTerm(a: Polynomial): [Monomial, Rational] {
  let best: [Monomial, Rational] | null = null;
  for (const term of a) if (best === null || compareMonomials(term[0], best[0]) > 0) best = term;
  if (best === null) throw new RangeError('leadingTerm of the zero polynomial');
  return best;
}

/** The length of the longest coefficient in units of 128 bits, at least 1, and whether a coefficient is a fraction. */
export function coefficientSize(a: Polynomial): { readonly units: number; readonly isFractional: boolean } {
  let units = 1;
  let isFractional = false;
  for (const { numerator, denominator } of a.values()) {
    isFractional ||= denominator !== 1n;
    if (numerator < longNumber && numerator > -longNumber && denominator < longNumber) continue;
    units = Math.max(units, Math.ceil(Math.max(bitLength(numerator), bitLength(denominator)) / bitsOfUnit));
  }
  return { units, isFractional };
}

const bitsOfUnit = 128;
const longNumber = 1n << BigInt(bitsOfUnit);

/** A text that two polynomials share exactly when they are equal. */
export function polynomialKey(a: Polynomial): string {
  return [...a]
    .sort(([one], [other]) => compareMonomials(other, one))
    .map(([monomial, coefficient]) => `${monomial}:${toText(coefficient)}`)
    .join('|');
}

/** The largest monomial (exponents of either sign) that divides every term. */
export function monomialContent(a: Polynomial): Monomial {
  let lowest: Map<number, number> | null = null;
  for (const monomial of a.keys()) {
    const own = new Map<number, number>();
    forEachPower(monomial, (variable, exponent) => own.set(variable, exponent));
    if (lowest === null) {
      lowest = own;
      continue;
    }
    for (const variable of new Set([...lowest.keys(), ...own.keys()])) {
      lowest.set(variable, Math.min(lowest.get(variable) ?? 0, own.get(variable) ?? 0));
    }
  }
  let result = unitMonomial;
  for (const [variable, exponent] of [...(lowest ?? [])].sort((x, y) => x[0] - y[0])) {
    result += monomialOf(variable, exponent);
  }
  return result;
}

/** A polynomial without its monomial content, and that: of the variables that are wanted, all unless said. */
export function splitContent(
  a: Polynomial,
  isWanted: (variable: number) => boolean = () => true,
): { readonly content: Monomial; readonly rest: Polynomial } {
  const content = splitMonomial(monomialContent(a), isWanted).wanted;
  return { content, rest: scalePolynomial(a, one, invertMonomial(content)) };
}

/** The powers of a monomial that are wanted, and the monomial of the others. */
export function splitMonomial(
  monomial: Monomial,
  isWanted: (variable: number, exponent: number) => boolean,
): { readonly wanted: Monomial; readonly others: Monomial } {
  let [wanted, others] = [unitMonomial, unitMonomial];
  for (let i = 0; i < monomial.length; i += 2) {
    const part = monomial.slice(i, i + 2);
    if (isWanted(monomial.charCodeAt(i), monomial.charCodeAt(i + 1) - exponentOffset)) wanted += part;
    else others += part;
  }
  return { wanted, others };
}

/** The sum of a monomial's exponents. */
export function degreeOf(monomial: Monomial): number {
  let total = 0;
  forEachPower(monomial, (_, exponent) => {
    total += exponent;
  });
  return total;
}

/** The variables that occur. */
export function variablesOf(a: Polynomial): Set<number> {
  const found = new Set<number>();
  for (const monomial of a.keys()) forEachPower(monomial, (variable) => found.add(variable));
  return found;
}

/** Whether a term divides by a variable. */
export function hasDivision(a: Polynomial): boolean {
  for (const monomial of a.keys()) if (hasNegativeExponent(monomial)) return true;
  return false;
}

/** Whether an exponent is negative. */
export function hasNegativeExponent(monomial: Monomial): boolean {
  for (let i = 1; i < monomial.length; i += 2) if (monomial.charCodeAt(i) < exponentOffset) return true;
  return false;
}

/** The coefficient when the polynomial is a number, else null. */
export function asConstant(a: Polynomial): Rational | null {
  if (a.size === 0) return rational(0);
  return a.size === 1 ? (a.get(unitMonomial) ?? null) : null;
}
