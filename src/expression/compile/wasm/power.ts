import type { Body } from './body.js';
import { exp, log2High, log2Low, normalised, polynomial, splitNormal, withSign } from './elementary.js';
import type { Code } from './encode.js';
import { bits, f64x2 } from './vector.js';

const { add, sub, mul, div, abs, pmin, pmax, lt, gt, eq, ne, nearest } = f64x2;

/** A number as the unevaluated sum of two doubles, of which the second is below half a unit of the first. */
interface Pair {
  readonly high: Code;
  readonly low: Code;
}

/**
 * x^y of both halves, ≤ 2 ulp, with the values of JavaScript's `**` at zeros, infinities, and negative x: e^(y log|x|), where
 * log|x| and its product with y carry twice the digits of a double.
 */
export function power(body: Body, x: Code, y: Code): Code {
  const size = body.let(abs(x));
  // beyond, every base but 1 overflows or vanishes
  const exponent = body.let(pmax(pmin(y, body.double(2 ** 65)), body.double(-(2 ** 65))));
  const logarithm = logOf(body, size);
  const whole = twoProduct(body, exponent, logarithm.high);
  const high = body.let(pmax(pmin(whole.high, body.double(746)), body.double(-746)));
  const rest = bits.and(eq(high, whole.high), add(whole.low, mul(exponent, logarithm.low)));
  const e = exp(body, high);
  const ordinary = body.let(add(e, bits.and(lt(e, body.double(Infinity)), mul(e, rest))));

  const zero = body.double(0);
  const infinite = body.double(Infinity);
  const isZero = body.let(eq(size, zero));
  const isEnd = bits.or(isZero, eq(size, infinite));
  const atEnd = bits.and(bits.xor(isZero, gt(y, zero)), infinite);
  const magnitude = bits.select(isEnd, atEnd, ordinary);
  const isWhole = body.let(eq(nearest(y), y));
  const half = body.let(mul(y, body.double(0.5)));
  const isOdd = bits.and(isWhole, ne(nearest(half), half));
  const signed = body.let(withSign(body, magnitude, bits.and(isOdd, x)));
  const hasNone = bits.and(bits.andNot(lt(x, zero), isWhole), lt(size, infinite));
  const isUncertain = bits.and(eq(size, body.double(1)), eq(abs(y), infinite));
  const isNoNumber = bits.or(bits.or(ne(x, x), ne(y, y)), bits.or(hasNone, isUncertain));
  const value = bits.select(isNoNumber, body.double(Number.NaN), signed);
  return body.let(bits.select(eq(y, zero), body.double(1), value));
}

/**
 * log x for x above 0: k log 2 + 2 artanh s with s = (m − 1)/(m + 1) for x = 2^k m, m in [√½, √2); the error is below 2^−63
 * of the value.
 */
function logOf(body: Body, x: Code): Pair {
  const { normal, shift } = normalised(body, x);
  const { k, f } = splitNormal(body, normal, shift);
  const below = body.let(add(f, body.double(2)));
  const belowLow = sub(f, sub(below, body.double(2)));
  const s = body.let(div(f, below));
  const product = twoProduct(body, s, below);
  const remainder = sub(sub(sub(f, product.high), product.low), mul(s, belowLow));
  const fraction = { high: s, low: body.let(div(remainder, below)) };

  // 2 artanh s = 2s + s·z(2/3 + z(2/5 + 2z/7 + …)) with z = s²
  const z = times(body, fraction, fraction);
  const series = body.let(mul(z.high, polynomial(body, z.high, artanhCoefficients)));
  const third = twoSum(body, body.double(2 / 3), series);
  const factor = { high: third.high, low: body.let(add(third.low, body.double(twoThirdsLow))) };
  const correction = times(body, fraction, times(body, z, factor));
  const twice = twoSum(body, body.let(add(s, s)), correction.high);
  const small = add(add(fraction.low, fraction.low), add(correction.low, twice.low));
  const total = twoSum(body, body.let(mul(k, body.double(log2High))), twice.high);
  const low = body.let(add(add(total.low, mul(k, body.double(log2Low))), small));
  return twoSum(body, total.high, low);
}

/** a + b without a rounding (Knuth). */
function twoSum(body: Body, a: Code, b: Code): Pair {
  const high = body.let(add(a, b));
  const part = body.let(sub(high, a));
  return { high, low: body.let(add(sub(a, sub(high, part)), sub(b, part))) };
}

/** a·b without a rounding (Dekker, with Veltkamp's halves). */
function twoProduct(body: Body, a: Code, b: Code): Pair {
  const high = body.let(mul(a, b));
  const [a1, a2] = halves(body, a);
  const [b1, b2] = halves(body, b);
  const inner = add(add(sub(mul(a1, b1), high), mul(a1, b2)), mul(a2, b1));
  return { high, low: body.let(add(inner, mul(a2, b2))) };
}

function halves(body: Body, a: Code): [Code, Code] {
  const spread = body.let(mul(a, body.double(2 ** 27 + 1)));
  const high = body.let(sub(spread, sub(spread, a)));
  return [high, body.let(sub(a, high))];
}

/** a·b but for a rounding of the second part. */
function times(body: Body, a: Pair, b: Pair): Pair {
  const { high, low } = twoProduct(body, a.high, b.high);
  return { high, low: body.let(add(low, add(mul(a.high, b.low), mul(a.low, b.high)))) };
}

/** 2/5, 2/7, …: what is left out is below 2^−70 of the logarithm, since z ≤ 0.0295. */
const artanhCoefficients = Array.from({ length: 11 }, (_, j) => 2 / (2 * j + 5));

/** What the double 2/3 lacks. */
const twoThirdsLow = 2 ** -54 / 1.5;
