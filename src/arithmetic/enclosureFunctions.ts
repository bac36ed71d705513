import { divided, type Enclosure, exact, minus, negative, outward, plus, reciprocal, times } from './enclosure.js';
import { bitLength, integerRoot } from './integers.js';
import {
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
  const low = exponentialAt(x.lower, bits);
  const high = compare(x.lower, x.upper) === 0 ? low : exponentialAt(x.upper, bits);
  return { lower: low.lower, upper: high.upper };
}

const largestExponent = rational(20_000);

function exponentialAt(x: Rational, bits: number): Enclosure {
  if (isZero(x)) return exact(one);
  if (x.numerator < 0n) return outward(reciprocal(exponentialAt(negated(x), bits)) as Enclosure, bits);
  // exp(x) = exp(x/2^m)^(2^m) with x/2^m < 2^-8
  const whole = x.numerator / x.denominator;
  const m = bitLength(whole) + 8;
  const p = BigInt(bits + m + 16);
  const scale = 1n << p;
  const denominator = x.denominator << BigInt(m);
  const lowX = (x.numerator << p) / denominator;
  const highX = lowX + 1n;
  let low = scale + lowX;
  let high = scale + highX;
  let lowTerm = lowX;
  let highTerm = highX;
  for (let n = 2n; highTerm > 1n; n++) {
    lowTerm = (lowTerm * lowX) / (scale * n);
    highTerm = (highTerm * highX) / (scale * n) + 1n;
    low += lowTerm;
    high += highTerm;
    if (lowTerm === 0n) break;
  }
  // the rest of the series is below the last term, since its terms shrink by more than half
  high += highTerm;
  let result: Enclosure = { lower: rational(low, scale), upper: rational(high, scale) };
  for (let i = 0; i < m; i++) result = outward(times(result, result), bits + m + 16 - i);
  return outward(result, bits);
}

/** log over an interval; null when it reaches 0 or below. */
export function logarithm(x: Enclosure, bits: number): Enclosure | null {
  if (x.lower.numerator <= 0n) return null;
  const low = logarithmAt(x.lower, bits);
  const high = compare(x.lower, x.upper) === 0 ? low : logarithmAt(x.upper, bits);
  return { lower: low.lower, upper: high.upper };
}

function logarithmAt(x: Rational, bits: number): Enclosure {
  // x = 2^k·m with m in [1/2, 2]: log x = k log 2 + 2 artanh((m − 1)/(m + 1))
  const k = bitLength(x.numerator) - bitLength(x.denominator);
  const m =
    k >= 0 ? rational(x.numerator, x.denominator << BigInt(k)) : rational(x.numerator << BigInt(-k), x.denominator);
  const t = rational(m.numerator - m.denominator, m.numerator + m.denominator);
  const p = bits + 24;
  const main = isZero(t) ? exact(zero) : doubled(inverseHyperbolicTangent(t, p));
  const twos = doubled(inverseHyperbolicTangent(rational(1, 3), p));
  return outward(plus(times(exact(rational(k)), twos), main), bits);
}

function doubled(a: Enclosure): Enclosure {
  return times(exact(rational(2)), a);
}

/** artanh t = t + t³/3 + t⁵/5 + … for |t| ≤ 1/3: the rest after a term is below an eighth of it. */
function inverseHyperbolicTangent(t: Rational, bits: number): Enclosure {
  if (t.numerator < 0n) return negative(inverseHyperbolicTangent(negated(t), bits));
  const scale = 1n << BigInt(bits);
  const low = (t.numerator * scale) / t.denominator;
  const high = low + 1n;
  let lowPower = low;
  let highPower = high;
  let lowSum = low;
  let highSum = high;
  for (let n = 3n; highPower > 1n; n += 2n) {
    lowPower = (((lowPower * low) / scale) * low) / scale;
    highPower = (((highPower * high) / scale + 1n) * high) / scale + 1n;
    lowSum += lowPower / n;
    highSum += highPower / n + 1n;
    if (lowPower === 0n) break;
  }
  return { lower: rational(lowSum, scale), upper: rational(highSum + highPower, scale) };
}

/** sqrt over an interval; null when it reaches below 0. */
export function squareRoot(x: Enclosure, bits: number): Enclosure | null {
  if (x.lower.numerator < 0n) return null;
  return { lower: rootAt(x.lower, 2, bits).lower, upper: rootAt(x.upper, 2, bits).upper };
}

/** The real cube root over an interval (it increases). */
export function cubeRoot(x: Enclosure, bits: number): Enclosure {
  return { lower: cubeRootAt(x.lower, bits).lower, upper: cubeRootAt(x.upper, bits).upper };
}

function cubeRootAt(x: Rational, bits: number): Enclosure {
  if (x.numerator < 0n) return negative(cubeRootAt(negated(x), bits));
  return rootAt(x, 3, bits);
}

/** ⌊(x 2^(np))^(1/n)⌋ and the next whole number, over 2^p */
function rootAt(x: Rational, degree: number, bits: number): Enclosure {
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
  const low = inverseTangentAt(x.lower, bits);
  const high = compare(x.lower, x.upper) === 0 ? low : inverseTangentAt(x.upper, bits);
  return { lower: low.lower, upper: high.upper };
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
  const low = (x.numerator ** 2n * scale) / whole;
  const high = low + 1n;
  let lowTerm = (x.numerator * x.denominator * scale) / whole;
  let highTerm = lowTerm + 1n;
  let lowSum = lowTerm;
  let highSum = highTerm;
  for (let n = 1n; highTerm > 1n && lowTerm > 0n; n++) {
    lowTerm = (2n * n * lowTerm * low) / (scale * (2n * n + 1n));
    highTerm = (2n * n * highTerm * high) / (scale * (2n * n + 1n)) + 1n;
    lowSum += lowTerm;
    highSum += highTerm;
  }
  // each term is less than half of the one before, but for its rounding
  return outward({ lower: rational(lowSum, scale), upper: rational(highSum + 2n * highTerm, scale) }, bits);
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

/** Σ (−1)^i x^(2i + start)/(2i + start)!: past the largest term the rest is below the first term left out. */
function alternatingSeries(x: Rational, start: 0 | 1, bits: number): Enclosure {
  const size = x.numerator < 0n ? -x.numerator : x.numerator;
  const whole = Number(size / x.denominator) + 1;
  const scale = 1n << BigInt(bits + Math.ceil(1.5 * whole) + 24);
  const low = (size * scale) / x.denominator;
  const high = low + 1n;
  let lowTerm = start === 1 ? low : scale;
  let highTerm = start === 1 ? high : scale;
  let lowSum = lowTerm;
  let highSum = highTerm;
  for (let i = 1; highTerm > 1n || i <= whole; i++) {
    const divisor = scale * BigInt((2 * i + start - 1) * (2 * i + start));
    lowTerm = (((lowTerm * low) / scale) * low) / divisor;
    highTerm = (((highTerm * high) / scale + 1n) * high) / divisor + 1n;
    if (i % 2 === 1) {
      lowSum -= highTerm;
      highSum -= lowTerm;
    } else {
      lowSum += lowTerm;
      highSum += highTerm;
    }
    if (lowTerm === 0n && i > whole) break;
  }
  const result: Enclosure = { lower: rational(lowSum - highTerm, scale), upper: rational(highSum + highTerm, scale) };
  return start === 1 && x.numerator < 0n ? negative(result) : result;
}

/** erf over an interval (it increases). */
export function errorFunction(x: Enclosure, bits: number): Enclosure {
  const low = errorFunctionAt(x.lower, bits);
  const high = compare(x.lower, x.upper) === 0 ? low : errorFunctionAt(x.upper, bits);
  return { lower: low.lower, upper: high.upper };
}

/** erf x = (2/√π) exp(−x²) Σ 2^n x^(2n+1)/(1·3·…·(2n+1)), all terms positive; 1 − erf x < exp(−x²) for x > 1. */
function errorFunctionAt(x: Rational, bits: number): Enclosure {
  if (isZero(x)) return exact(zero);
  if (x.numerator < 0n) return negative(errorFunctionAt(negated(x), bits));
  const square = rational(x.numerator * x.numerator, x.denominator * x.denominator);
  const decay = exponential(exact(negated(square)), bits + 16);
  if (decay === null || compare(square, rational(bits)) > 0) {
    const gap = decay === null ? rational(1n, 1n << BigInt(bits)) : decay.upper;
    return outward({ lower: subtract(one, gap), upper: one }, bits + 16);
  }
  const scale = 1n << BigInt(bits + 32);
  const low = (square.numerator * scale) / square.denominator;
  const high = low + 1n;
  let lowTerm = (x.numerator * scale) / x.denominator;
  let highTerm = lowTerm + 1n;
  let lowSum = lowTerm;
  let highSum = highTerm;
  const turning = Number(square.numerator / square.denominator) * 2 + 2;
  for (let n = 1; highTerm > 1n || n <= turning; n++) {
    const odd = BigInt(2 * n + 1);
    lowTerm = (2n * lowTerm * low) / (scale * odd);
    highTerm = (2n * highTerm * high) / (scale * odd) + 1n;
    lowSum += lowTerm;
    highSum += highTerm;
    if (lowTerm === 0n && n > turning) break;
  }
  // past the turning point each term is less than half of the one before
  const series: Enclosure = { lower: rational(lowSum, scale), upper: rational(highSum + 2n * highTerm, scale) };
  const root = squareRoot(piEnclosure(bits + 16), bits + 16) as Enclosure;
  const front = outward(divided(exact(rational(2)), root) as Enclosure, bits + 16);
  const value = outward(times(times(front, decay), series), bits);
  return compare(value.upper, one) > 0 ? { lower: value.lower, upper: one } : value;
}

/** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin). */
export function piEnclosure(bits: number): Enclosure {
  const p = bits + 16;
  const first = times(exact(rational(16)), inverseTangentOfReciprocal(5n, p));
  return outward(minus(first, times(exact(rational(4)), inverseTangentOfReciprocal(239n, p))), bits);
}

function inverseTangentOfReciprocal(n: bigint, bits: number): Enclosure {
  const scale = 1n << BigInt(bits);
  let power = scale / n;
  let sum = power;
  let terms = 1n;
  for (let i = 1n; power > 0n; i++) {
    power /= n * n;
    const term = power / (2n * i + 1n);
    sum += i % 2n === 1n ? -term : term;
    terms++;
  }
  // each of the whole-number divisions is off by less than 2, and the rest of the series by less than 1
  return { lower: rational(sum - 2n * terms - 1n, scale), upper: rational(sum + 2n * terms + 1n, scale) };
}
