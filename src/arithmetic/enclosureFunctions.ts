import { divided, type Enclosure, exact, minus, negative, outward, plus, reciprocal, times } from './enclosure.js';
import { integerRoot } from './integerRoot.js';
import { bitLength } from './integers.js';
import {
  absolute,
  compare,
  dividedBy,
  isZero,
  negated,
  one,
  type Rational,
  rational,
  minus as subtract,
  zero,
} from './rational.js';

/*
 * Elementary functions by series in whole numbers scaled by 2^p: every product is rounded down for the lower sum and up
 * for the upper one, every series is cut with a bound on its remainder. No function of Math is used.
 */

/** exp over an interval; null beyond |x| = 20,000, where digits outgrow every use. */
export function exponential(x: Enclosure, bits: number): Enclosure | null {
  if (compare(x.upper, largestExponent) > 0 || compare(x.lower, negated(largestExponent)) < 0) return null;
  return increasing(x, (end) => exponentialAt(end, bits));
}

const largestExponent = rational(20_000);

/** exp(x) = exp(x/2^m)^(2^m) with x/2^m < 2^-8 */
function exponentialAt(x: Rational, bits: number): Enclosure {
  if (isZero(x)) return exact(one);
  if (x.numerator < 0n) return outward(reciprocal(exponentialAt(negated(x), bits)) as Enclosure, bits);
  const m = bitLength(x.numerator / x.denominator) + 8;
  const scale = 1n << BigInt(bits + m + 16);
  const small = scaledTo(scale, x.numerator, x.denominator << BigInt(m));
  let result = seriesOf({ low: scale, high: scale }, small, scale, (n) => [1n, n]);
  for (let i = 0; i < m; i++) result = outward(times(result, result), bits + m + 16 - i);
  return outward(result, bits);
}

/** log over an interval; null when it reaches 0 or below. */
export function logarithm(x: Enclosure, bits: number): Enclosure | null {
  return x.lower.numerator <= 0n ? null : increasing(x, (end) => logarithmAt(end, bits));
}

/** x = 2^k·m with m in [1/2, 2]: log x = k log 2 + 2 artanh((m − 1)/(m + 1)) */
function logarithmAt(x: Rational, bits: number): Enclosure {
  const k = bitLength(x.numerator) - bitLength(x.denominator);
  const m =
    k >= 0 ? rational(x.numerator, x.denominator << BigInt(k)) : rational(x.numerator << BigInt(-k), x.denominator);
  const t = rational(m.numerator - m.denominator, m.numerator + m.denominator);
  const twos = times(exact(rational(k)), inverseHyperbolicTangent(rational(1, 3), bits + 24));
  return outward(times(exact(rational(2)), plus(twos, inverseHyperbolicTangent(t, bits + 24))), bits);
}

/** artanh t = t + t³/3 + t⁵/5 + … for |t| ≤ 1/3 */
function inverseHyperbolicTangent(t: Rational, bits: number): Enclosure {
  if (isZero(t)) return exact(zero);
  if (t.numerator < 0n) return negative(inverseHyperbolicTangent(negated(t), bits));
  const scale = 1n << BigInt(bits);
  const square = scaledTo(scale, t.numerator ** 2n, t.denominator ** 2n);
  return seriesOf(scaledTo(scale, t.numerator, t.denominator), square, scale, (n) => [2n * n - 1n, 2n * n + 1n]);
}

/** sqrt over an interval; null when it reaches below 0. */
export function squareRoot(x: Enclosure, bits: number): Enclosure | null {
  return x.lower.numerator < 0n ? null : increasing(x, (end) => rootAt(end, 2, bits));
}

/** The root of a degree of what is not negative: ⌊(x 2^(np))^(1/n)⌋ and the next whole number, over 2^p. */
export function rootAt(x: Rational, degree: number, bits: number): Enclosure {
  if (isZero(x)) return exact(zero);
  const digits = bitLength(x.numerator) - bitLength(x.denominator);
  const p = BigInt(Math.max(0, bits - Math.floor(digits / degree) + 2));
  const n = BigInt(degree);
  const scaled = x.numerator << (n * p);
  const floor = integerRoot(scaled / x.denominator, degree);
  const isExact = floor ** n * x.denominator === scaled;
  const scale = 1n << p;
  return { lower: rational(floor, scale), upper: rational(isExact ? floor : floor + 1n, scale) };
}

/** arctan over an interval (it increases). */
export function inverseTangent(x: Enclosure, bits: number): Enclosure {
  return increasing(x, (end) => inverseTangentAt(end, bits));
}

/** π/2 − arctan(1/x) beyond 1; else Euler's arctan x = Σ c_n y^n x/(1 + x²), c_n = c_{n−1} 2n/(2n + 1), y = x²/(1 + x²) ≤ ½ */
function inverseTangentAt(x: Rational, bits: number): Enclosure {
  if (isZero(x)) return exact(zero);
  if (x.numerator < 0n) return negative(inverseTangentAt(negated(x), bits));
  if (compare(x, one) > 0) {
    const rest = inverseTangentAt(dividedBy(one, x), bits + 4);
    return outward(minus(times(exact(rational(1, 2)), piEnclosure(bits + 4)), rest), bits);
  }
  const scale = 1n << BigInt(bits + 16 + bitLength(x.denominator) - bitLength(x.numerator));
  const whole = x.numerator ** 2n + x.denominator ** 2n;
  const first = scaledTo(scale, x.numerator * x.denominator, whole);
  const y = scaledTo(scale, x.numerator ** 2n, whole);
  return outward(
    seriesOf(first, y, scale, (n) => [2n * n, 2n * n + 1n]),
    bits,
  );
}

/** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin). */
export function piEnclosure(bits: number): Enclosure {
  const [first, second] = [5, 239].map((n) => inverseTangentAt(rational(1, n), bits + 16));
  return outward(minus(times(exact(rational(16)), first), times(exact(rational(4)), second)), bits);
}

/** [sin, cos] over an interval, from its middle and |sin'|, |cos'| ≤ 1; null beyond |x| = 256. */
export function sineCosine(x: Enclosure, bits: number): readonly [Enclosure, Enclosure] | null {
  const middle = rational(
    x.lower.numerator * x.upper.denominator + x.upper.numerator * x.lower.denominator,
    2n * x.lower.denominator * x.upper.denominator,
  );
  if (compare(middle, largestAngle) > 0 || compare(middle, negated(largestAngle)) < 0) return null;
  const radius = subtract(x.upper, middle);
  const spread: Enclosure = { lower: negated(radius), upper: radius };
  const unit: Enclosure = { lower: rational(-1), upper: one };
  const widened = (series: Enclosure): Enclosure => outward(clipped(plus(series, spread), unit), bits);
  return [widened(alternatingSeries(middle, 1, bits)), widened(alternatingSeries(middle, 0, bits))];
}

const largestAngle = rational(256);

function clipped(a: Enclosure, to: Enclosure): Enclosure {
  return {
    lower: compare(a.lower, to.lower) < 0 ? to.lower : a.lower,
    upper: compare(a.upper, to.upper) > 0 ? to.upper : a.upper,
  };
}

/** Σ (−1)^i x^(2i + start)/(2i + start)! */
function alternatingSeries(x: Rational, start: 0 | 1, bits: number): Enclosure {
  const size = absolute(x);
  const whole = size.numerator / size.denominator + 1n;
  const scale = 1n << BigInt(bits + Math.ceil(1.5 * Number(whole)) + 24);
  const square = scaledTo(scale, size.numerator ** 2n, size.denominator ** 2n);
  const first = start === 1 ? scaledTo(scale, size.numerator, size.denominator) : { low: scale, high: scale };
  const s = BigInt(start);
  const result = seriesOf(first, square, scale, (n) => [-1n, (2n * n + s - 1n) * (2n * n + s)], whole);
  return start === 1 && x.numerator < 0n ? negative(result) : result;
}

/** erf over an interval (it increases). */
export function errorFunction(x: Enclosure, bits: number): Enclosure {
  return increasing(x, (end) => errorFunctionAt(end, bits));
}

/** erf x = (2/√π) exp(−x²) Σ 2^n x^(2n+1)/(1·3·…·(2n+1)), all terms positive; 1 − erf x < exp(−x²) for x > 1. */
function errorFunctionAt(x: Rational, bits: number): Enclosure {
  if (isZero(x)) return exact(zero);
  if (x.numerator < 0n) return negative(errorFunctionAt(negated(x), bits));
  const square = rational(x.numerator ** 2n, x.denominator ** 2n);
  const decay = exponential(exact(negated(square)), bits + 16);
  if (decay === null || compare(square, rational(bits)) > 0) {
    const gap = decay === null ? rational(1n, 1n << BigInt(bits)) : decay.upper;
    return outward({ lower: subtract(one, gap), upper: one }, bits + 16);
  }
  const scale = 1n << BigInt(bits + 32);
  const first = scaledTo(scale, x.numerator, x.denominator);
  const y = scaledTo(scale, square.numerator, square.denominator);
  // past the turning point each term is less than half of the one before
  const turning = (square.numerator / square.denominator) * 2n + 2n;
  const series = seriesOf(first, y, scale, (n) => [2n, 2n * n + 1n], turning);
  const root = squareRoot(piEnclosure(bits + 16), bits + 16) as Enclosure;
  const front = outward(divided(exact(rational(2)), root) as Enclosure, bits + 16);
  return clipped(outward(times(times(front, decay), series), bits), { lower: zero, upper: one });
}

/** A function that increases, from what it is at the ends. */
function increasing(x: Enclosure, at: (end: Rational) => Enclosure): Enclosure {
  const low = at(x.lower);
  return { lower: low.lower, upper: compare(x.lower, x.upper) === 0 ? low.upper : at(x.upper).upper };
}

/** Two whole numbers, in units of 1/scale, that enclose one that is not negative. */
interface Scaled {
  readonly low: bigint;
  readonly high: bigint;
}

function scaledTo(scale: bigint, numerator: bigint, denominator: bigint): Scaled {
  const low = (numerator * scale) / denominator;
  return { low, high: low + 1n };
}

/**
 * Σ tₙ from t₀ on with tₙ = tₙ₋₁ y aₙ/bₙ, until the terms are below the last digit, `least` of them at least: then each is to
 * be less than half of the one before, so that what is left out is less than the last one and its rounding.
 */
function seriesOf(
  first: Scaled,
  y: Scaled,
  scale: bigint,
  ratio: (n: bigint) => readonly [a: bigint, b: bigint],
  least = 0n,
): Enclosure {
  let [size, low, high, isNegative] = [first, first.low, first.high, false];
  for (let n = 1n; n <= least || (size.low > 0n && size.high > 1n); n++) {
    const [a, b] = ratio(n);
    const factor = a < 0n ? -a : a;
    const divisor = scale * b;
    size = { low: (size.low * y.low * factor) / divisor, high: (size.high * y.high * factor) / divisor + 1n };
    if (a < 0n) isNegative = !isNegative;
    low += isNegative ? -size.high : size.low;
    high += isNegative ? -size.low : size.high;
  }
  const rest = 2n * size.high;
  return { lower: rational(low - (ratio(1n)[0] < 0n ? rest : 0n), scale), upper: rational(high + rest, scale) };
}
