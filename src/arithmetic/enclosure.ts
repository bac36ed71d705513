import { bitLength } from './integers.js';
import {
  absolute,
  plus as addRationals,
  compare,
  dividedBy as divideRationals,
  times as multiplyRationals,
  negated,
  one,
  type Rational,
  rational,
  minus as subtractRationals,
  zero,
} from './rational.js';

/** Every value lies in [lower, upper]; the end points are exact, so the statement is a proof. */
export interface Enclosure {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** The interval that holds one number alone. */
export function exact(value: Rational): Enclosure {
  return { lower: value, upper: value };
}

/** The same interval with end points of at most `bits` significant binary digits, rounded outward. */
export function outward(value: Enclosure, bits: number): Enclosure {
  const lower = roundedDown(value.lower, bits);
  if (lower === value.upper) return value;
  const upper = negated(roundedDown(negated(value.upper), bits));
  return { lower, upper };
}

/** Every sum of a value of a and one of b, not rounded. */
export function plus(a: Enclosure, b: Enclosure): Enclosure {
  return { lower: addRationals(a.lower, b.lower), upper: addRationals(a.upper, b.upper) };
}

/** Every −x for x in a. */
export function negative(a: Enclosure): Enclosure {
  return { lower: negated(a.upper), upper: negated(a.lower) };
}

/**
 * Every difference of a value of a and one of b, as if they were unrelated: minus(a, a) is 0 only where a is one
 * number.
 */
export function minus(a: Enclosure, b: Enclosure): Enclosure {
  return { lower: subtractRationals(a.lower, b.upper), upper: subtractRationals(a.upper, b.lower) };
}

/** Every product of a value of a and one of b. */
export function times(a: Enclosure, b: Enclosure): Enclosure {
  if (a.lower === a.upper && b.lower === b.upper) return exact(multiplyRationals(a.lower, b.lower));
  if (a.lower.numerator >= 0n && b.lower.numerator >= 0n) {
    return { lower: multiplyRationals(a.lower, b.lower), upper: multiplyRationals(a.upper, b.upper) };
  }
  const products = [
    multiplyRationals(a.lower, b.lower),
    multiplyRationals(a.lower, b.upper),
    multiplyRationals(a.upper, b.lower),
    multiplyRationals(a.upper, b.upper),
  ];
  return { lower: products.reduce(smaller), upper: products.reduce(larger) };
}

/** 1 / a, or null when a holds 0. */
export function reciprocal(a: Enclosure): Enclosure | null {
  if (a.lower.numerator <= 0n && a.upper.numerator >= 0n) return null;
  return { lower: divideRationals(one, a.upper), upper: divideRationals(one, a.lower) };
}

/** a / b, or null when b holds 0. */
export function divided(a: Enclosure, b: Enclosure): Enclosure | null {
  const inverse = reciprocal(b);
  return inverse === null ? null : times(a, inverse);
}

/** a to a whole power; null for a negative power of an interval that holds 0. */
export function power(a: Enclosure, exponent: number, bits: number): Enclosure | null {
  if (exponent < 0) {
    const raised = power(a, -exponent, bits);
    return raised === null ? null : reciprocal(raised);
  }
  if (exponent % 2 === 0 && exponent > 0) return powerOf(magnitude(a), exponent, bits);
  return powerOf(a, exponent, bits);
}

function powerOf(a: Enclosure, exponent: number, bits: number): Enclosure {
  let result = exact(one);
  let square = a;
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = outward(times(result, square), bits);
    if (n > 1) square = outward(times(square, square), bits);
  }
  return result;
}

/** Every size |x| of a value x in a. */
export function magnitude(a: Enclosure): Enclosure {
  if (a.lower.numerator >= 0n) return a;
  if (a.upper.numerator <= 0n) return negative(a);
  return { lower: zero, upper: larger(absolute(a.lower), a.upper) };
}

/** Every larger one of a value of a and one of b. */
export function maximum(a: Enclosure, b: Enclosure): Enclosure {
  return { lower: larger(a.lower, b.lower), upper: larger(a.upper, b.upper) };
}

/** The smallest interval that holds both. */
export function hull(a: Enclosure, b: Enclosure): Enclosure {
  return { lower: smaller(a.lower, b.lower), upper: larger(a.upper, b.upper) };
}

/** The sign of every value in a: −1, 0 (a is 0) or 1; null when a does not settle it. */
export function signOf(a: Enclosure): -1 | 0 | 1 | null {
  if (a.lower.numerator > 0n) return 1;
  if (a.upper.numerator < 0n) return -1;
  return a.lower.numerator === 0n && a.upper.numerator === 0n ? 0 : null;
}

function smaller(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

function larger(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}

/** The largest number with `bits` significant binary digits that is not above the value (values short enough stay as they are). */
function roundedDown(value: Rational, bits: number): Rational {
  const { numerator, denominator } = value;
  if (numerator === 0n) return value;
  const size = bitLength(numerator) - bitLength(denominator);
  if (bitLength(numerator) <= bits && bitLength(denominator) <= bits) return value;
  const shift = bits - size;
  const scaled =
    shift >= 0
      ? floorDivide(numerator << BigInt(shift), denominator)
      : floorDivide(numerator, denominator << BigInt(-shift));
  return shift >= 0 ? rational(scaled, 1n << BigInt(shift)) : rational(scaled << BigInt(-shift));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}
