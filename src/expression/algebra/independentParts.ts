import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { one, type Rational } from '../../arithmetic/rational.js';
import { TooLarge } from './normalFormErrors.js';
import type { Normaliser } from './normaliser.js';
import { forEachPower, onePolynomial, type Polynomial } from './polynomial.js';
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
  if (value.denominator.size > 0) {
    let below: Polynomial = onePolynomial;
    for (const { factor, exponent } of value.denominator.values()) {
      for (let n = 0; n < exponent; n++) below = ring.product(below, factor);
    }
    const lowest = scaledToPolynomial(remainder);
    if (lowest !== null) {
      const divided = divideWithRemainder(remainder, below);
      for (const [monomial, coefficient] of divided.quotient) {
        parts.push({ basis: ring.polynomial(new Map([[monomial, one]])), coefficient });
      }
      remainder = divided.remainder;
    }
  }
  for (const [monomial, coefficient] of remainder) {
    parts.push({ basis: { numerator: new Map([[monomial, one]]), denominator: value.denominator }, coefficient });
  }
  return parts;
}

/** The polynomial when no exponent is negative (division then ends), else null. */
function scaledToPolynomial(value: Polynomial): Polynomial | null {
  for (const monomial of value.keys()) {
    let negative = false;
    forEachPower(monomial, (_, exponent) => {
      negative ||= exponent < 0;
    });
    if (negative) return null;
  }
  return value;
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
