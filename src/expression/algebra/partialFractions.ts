import { dividedBy, negated, type Rational } from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';
import {
  addPolynomials,
  addTerm,
  compareMonomials,
  hasNegativeExponent,
  invertMonomial,
  type Monomial,
  multiplyMonomials,
  type Polynomial,
  scalePolynomial,
  splitMonomial,
  unitMonomial,
  variablesOf,
  zeroPolynomial,
} from './polynomial.js';
import type { Fraction, Ring } from './ring.js';

/**
 * A fraction as a sum of fractions whose numerators cannot be divided further by any factor below them, as polynomials
 * in what depends on the sample over what does not.
 *
 * Over one factor, or factors in different variables, the parts of different fractions are linearly independent, so that
 * equal fractions have equal parts. A factor whose leading or lowest coefficient is no single unit stays as it is.
 */
export function partialFractions(ring: Ring, value: Fraction): Fraction[] {
  const divisors = new Map([...value.denominator].map(([key, { factor }]) => [key, divisorOf(ring, factor)] as const));
  const open: Fraction[] = [value];
  const parts = new Map<string, { numerator: Polynomial; denominator: Fraction['denominator'] }>();
  for (let item = open.pop(), round = 0; item !== undefined; item = open.pop(), round++) {
    if (round > largestRounds) throw new TooLarge('partial fractions inside a mean outgrow their budget');
    let { numerator } = item;
    for (const [key, { factor, exponent }] of item.denominator) {
      const divisor = divisors.get(key);
      if (divisor === null || divisor === undefined) continue;
      const divided = divide(numerator, divisor);
      numerator = divided.remainder;
      if (divided.quotient.size === 0) continue;
      const below = new Map(item.denominator);
      if (exponent === 1) below.delete(key);
      else below.set(key, { factor, exponent: exponent - 1 });
      open.push({ numerator: divided.quotient, denominator: below });
    }
    const key = [...item.denominator].map(([name, { exponent }]) => `${name}^${exponent}`).join(' ');
    const known = parts.get(key)?.numerator ?? zeroPolynomial;
    parts.set(key, { numerator: addPolynomials(known, numerator), denominator: item.denominator });
  }
  return [...parts.values()].filter(({ numerator }) => numerator.size > 0);
}

/** Fractions met in practice have a handful of factors; beyond this the split is worth less than its cost. */
const largestRounds = 500;

/** A factor with the term that division takes out: the highest in the sample's variables, and the one without them. */
interface Divisor {
  readonly factor: Polynomial;
  readonly highest: readonly [Monomial, Rational];
  /** null when the terms that do not depend on the sample are no single term */
  readonly lowest: readonly [Monomial, Rational] | null;
  readonly dependsOnData: (variable: number) => boolean;
  readonly variables: ReadonlySet<number>;
}

function divisorOf(ring: Ring, factor: Polynomial): Divisor | null {
  const dependsOnData = (variable: number): boolean => ring.dependsOnData[variable];
  const variables = variablesOf(factor);
  if ([...variables].some((variable) => ring.isRelated(variable))) return null;
  const groups = new Map<Monomial, [Monomial, Rational][]>();
  for (const term of factor) {
    const part = splitMonomial(term[0], dependsOnData).wanted;
    const group = groups.get(part) ?? [];
    group.push([...term]);
    groups.set(part, group);
  }
  const top = [...groups.keys()].reduce((a, b) => (compareMonomials(a, b) >= 0 ? a : b));
  const highest = groups.get(top) ?? [];
  if (highest.length !== 1 || hasNegativeExponent(top)) return null;
  const free = groups.get(unitMonomial) ?? [];
  return { factor, highest: highest[0], lowest: free.length === 1 ? free[0] : null, dependsOnData, variables };
}

/** numerator = quotient · factor + remainder; no term of the remainder is divisible by the highest term, none has a negative power that the lowest term can take away. */
function divide(numerator: Polynomial, divisor: Divisor): { quotient: Polynomial; remainder: Polynomial } {
  const { factor, highest, lowest, dependsOnData, variables } = divisor;
  const quotient = new Map<Monomial, Rational>();
  let remainder = numerator;
  const takeOut = ([monomial, coefficient]: readonly [Monomial, Rational], by: readonly [Monomial, Rational]): void => {
    const step = multiplyMonomials(monomial, invertMonomial(by[0]));
    const weight = dividedBy(coefficient, by[1]);
    addTerm(quotient, step, weight);
    remainder = addPolynomials(remainder, scalePolynomial(factor, negated(weight), step));
  };
  const ownPart = (monomial: Monomial): Monomial =>
    splitMonomial(monomial, (variable) => dependsOnData(variable) && variables.has(variable)).wanted;
  for (let round = 0; round < largestRounds; round++) {
    const term = [...remainder].find(([monomial]) => {
      const part = ownPart(monomial);
      if (lowest !== null && hasNegativeExponent(part)) return true;
      const left = multiplyMonomials(part, invertMonomial(splitMonomial(highest[0], dependsOnData).wanted));
      return !hasNegativeExponent(part) && !hasNegativeExponent(left);
    });
    if (term === undefined) return { quotient, remainder };
    takeOut(term, lowest !== null && hasNegativeExponent(ownPart(term[0])) ? lowest : highest);
  }
  throw new TooLarge('a division inside a mean does not end');
}
