import type { Rational } from '../../arithmetic/rational.js';

/** The exact value of a double, n/2^e in lowest terms (0.1 is 3602879701896397/2^55, not 1/10). Throws RangeError unless finite. */
export function dyadic(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`dyadic: ${value} is no finite number`);
  let significand = value;
  let exponent = 0;
  while (!Number.isInteger(significand)) {
    significand *= 2;
    exponent += 1;
  }
  return { numerator: BigInt(significand), denominator: 1n << BigInt(exponent) };
}
