import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { one, type Rational } from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';
import type { Normaliser } from './normaliser.js';
import { hasDivision } from './polynomial.js';
import { divideWithRemainder } from './polynomialDivision.js';
import type { Fraction } from './ring.js';

/** u = Σ coefficient · basis; each basis element is a monomial, or a monomial over u's denominator after division. */
export function independentParts(
  normaliser: Normaliser,
  value: Fraction,
): { basis: Fraction; coefficient: Rational }[] {
  const { ring } = normaliser;
  const parts: { basis: Fraction; coefficient: Rational }[] = [];
  let remainder = value.numerator;
  // without negative exponents division ends
  if (value.denominator.size > 0 && !hasDivision(remainder)) {
    const divided = divideWithRemainder(remainder, ring.multipliedOut(value.denominator));
    for (const [monomial, coefficient] of divided.quotient) {
      parts.push({ basis: ring.polynomial(new Map([[monomial, one]])), coefficient });
    }
    remainder = divided.remainder;
  }
  for (const [monomial, coefficient] of remainder) {
    parts.push({ basis: { numerator: new Map([[monomial, one]]), denominator: value.denominator }, coefficient });
  }
  return parts;
}

/** How many units b/D make up coefficient·b; a new D asks for another pass. */
export function multiples(normaliser: Normaliser, key: string, coefficient: Rational) {
  const { granularity: known } = normaliser.facts;
  const before = known.get(key) ?? 1n;
  const granularity = leastCommonMultiple(before, coefficient.denominator);
  if (granularity !== before) normaliser.facts.areNew = true;
  known.set(key, granularity);
  const count = Number((coefficient.numerator * granularity) / coefficient.denominator);
  if (Math.abs(count) > largestMultiple)
    throw new TooLarge(`a multiple beyond ${largestMultiple} in an exponent or angle`);
  return { count, granularity };
}

const largestMultiple = 20_000;
