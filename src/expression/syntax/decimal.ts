import { absolute, isInteger, type Rational } from '../../arithmetic/rational.js';

/** A decimal is written with an exponent when that saves this many characters: 1e-5, but 0.001 and 2000. */
const worthAnExponent = 3;

/** fromDecimal reads whole digits times powers of ten up to this one. */
const largestExponent = 5000;

/**
 * The shortest decimal text that reads back as exactly |value| (`0.1`, `25`, `1.5e6`), or null when no finite decimal
 * equals it.
 */
export function decimalText(value: Rational): string | null {
  const { numerator, denominator } = absolute(value);
  const places = decimalPlaces(denominator);
  if (places === null) return null;
  const digits = String((numerator * 10n ** BigInt(places)) / denominator);
  const plain = places === 0 ? digits : withPoint(digits, places);
  const significant = digits.replace(/0+$/, '');
  const exponent = digits.length - 1 - places;
  if (significant === '' || Math.abs(exponent - significant.length + 1) > largestExponent) return plain;
  const mantissa = significant.length === 1 ? significant : `${significant[0]}.${significant.slice(1)}`;
  const scientific = `${mantissa}e${exponent}`;
  return scientific.length + worthAnExponent <= plain.length ? scientific : plain;
}

/** A decimal where that is shorter than the fraction it equals (1/10, 12/25), else null. */
export function shorterDecimal(value: Rational): string | null {
  if (isInteger(value)) return null;
  const text = decimalText(value);
  const { numerator, denominator } = absolute(value);
  return text !== null && text.length < `${numerator}/${denominator}`.length ? text : null;
}

/** The least k with denominator dividing 10^k, or null. */
function decimalPlaces(denominator: bigint): number | null {
  let rest = denominator;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  return rest === 1n ? Math.max(twos, fives) : null;
}

function withPoint(digits: string, places: number): string {
  const padded = digits.padStart(places + 1, '0');
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}
