import { bitLength, greatestCommonDivisor } from './integers.js';
import { spend } from './work.js';

/** An exact rational number in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The number 0. */
export const zero: Rational = { numerator: 0n, denominator: 1n };

/** The number 1. */
export const one: Rational = { numerator: 1n, denominator: 1n };

/** numerator / denominator in lowest terms. Throws RangeError when the denominator is 0. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const n = BigInt(numerator);
  const d = BigInt(denominator);
  if (d === 0n) throw new RangeError('rational: the denominator is 0');
  if (n === 0n) return zero;
  spend(1);
  if (d === 1n) return { numerator: n, denominator: d };
  const g = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n);
  return g === 1n ? { numerator: n, denominator: d } : { numerator: n / g, denominator: d / g };
}

/** The exact sum, in lowest terms. */
export function plus(a: Rational, b: Rational): Rational {
  if (isZero(a) || isZero(b)) return isZero(a) ? b : a;
  if (a.denominator === b.denominator) return rational(a.numerator + b.numerator, a.denominator);
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** The exact sum, in lowest terms: numbers of one denominator are added as whole numbers. */
export function sumOf(values: readonly Rational[]): Rational {
  const numerators = new Map<bigint, bigint>();
  for (const { numerator, denominator } of values)
    numerators.set(denominator, (numerators.get(denominator) ?? 0n) + numerator);
  return [...numerators].reduce((sum, [denominator, numerator]) => plus(sum, rational(numerator, denominator)), zero);
}

/** The exact difference, in lowest terms. */
export function minus(a: Rational, b: Rational): Rational {
  return plus(a, negated(b));
}

/** The exact product, in lowest terms. */
export function times(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a / b. Throws RangeError when b is 0. */
export function dividedBy(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** The number −a, exactly. */
export function negated(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator };
}

/** The size of a number. */
export function absolute(a: Rational): Rational {
  return a.numerator < 0n ? negated(a) : a;
}

/** a to an integer power. Throws RangeError for 0 to a negative power. */
export function power(a: Rational, exponent: number): Rational {
  const n = BigInt(Math.abs(exponent));
  return exponent >= 0
    ? { numerator: a.numerator ** n, denominator: a.denominator ** n }
    : rational(a.denominator ** n, a.numerator ** n);
}

/** −1, 0 or 1 as the number is below, at or above 0. */
export function sign(a: Rational): -1 | 0 | 1 {
  return a.numerator === 0n ? 0 : a.numerator < 0n ? -1 : 1;
}

/** −1, 0 or 1 as a is below, equal to or above b: an order for `sort`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const isShared = a.denominator === b.denominator;
  const left = isShared ? a.numerator : a.numerator * b.denominator;
  const right = isShared ? b.numerator : b.numerator * a.denominator;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Whether two numbers are the same; lowest terms make that a comparison of parts. */
export function equal(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** Whether the number is 0. */
export function isZero(a: Rational): boolean {
  return a.numerator === 0n;
}

/** Whether the number is whole. */
export function isInteger(a: Rational): boolean {
  return a.denominator === 1n;
}

/** The exact value of a decimal literal such as `-0.1`, `2`, `1e-5`; null when the text is none. */
export function fromDecimal(text: string): Rational | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [, signText, whole, fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const digits = BigInt(`${whole}${fraction}`);
  const exponent = Number(exponentText) - fraction.length;
  if (Math.abs(exponent) > largestDecimalExponent) return null;
  const value = exponent >= 0 ? rational(digits * 10n ** BigInt(exponent)) : rational(digits, 10n ** BigInt(-exponent));
  return signText === '-' ? negated(value) : value;
}

/** Literals beyond 10^±5000 are refused: they cost memory and no loss needs them. */
const largestDecimalExponent = 5000;

/** The rational whose decimal digits are the shortest that read back as the double: 0.1 becomes 1/10. Throws RangeError unless finite. */
export function fromNumber(value: number): Rational {
  const exact = Number.isFinite(value) ? fromDecimal(String(value)) : null;
  if (!exact) throw new RangeError(`fromNumber: ${value} is no finite number`);
  return exact;
}

/** The double nearest to a (ties to even; below the normal range within one unit in the last place). */
export function toNumber(a: Rational): number {
  const n = Number(a.numerator);
  const d = Number(a.denominator);
  if (Math.abs(n) <= Number.MAX_SAFE_INTEGER && d <= Number.MAX_SAFE_INTEGER) return n / d;
  const shift = bitLength(a.numerator) - bitLength(a.denominator) - quotientBits;
  const [numerator, denominator] =
    shift >= 0 ? [a.numerator, a.denominator << BigInt(shift)] : [a.numerator << BigInt(-shift), a.denominator];
  const quotient = numerator / denominator;
  const isExact = quotient * denominator === numerator;
  const sticky = isExact ? 0n : numerator < 0n ? -1n : 1n;
  return scaleByPowerOfTwo(Number(2n * quotient + sticky), shift - 1);
}

/** Well above the 53 bits of a double, so that one more bit tells on which side of a tie the rest lies. */
const quotientBits = 70;

/** `p/q` or `p`. */
export function toText(a: Rational): string {
  return a.denominator === 1n ? String(a.numerator) : `${a.numerator}/${a.denominator}`;
}

function scaleByPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
