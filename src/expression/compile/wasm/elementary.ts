import type { Body } from './body.js';
import type { Code } from './encode.js';
import { bits, f64x2, i64x2 } from './vector.js';

const { add, sub, mul, div, abs, neg, pmin, pmax, lt } = f64x2;

/** e^x of both halves, ≤ 1 ulp, over the whole range; overflow is ∞, underflow goes through the denormal numbers to 0. */
export function exp(body: Body, x: Code): Code {
  return exponential(body, x)();
}

/** e^(x + less) of both halves, ≤ 1 ulp, where `less` is small beside x or beside 1; x above −800. */
export function expOfSum(body: Body, x: Code, less: Code): Code {
  return exponential(body, x, less)();
}

/** e^x, or x e^x for x below 0, where e^x does not underflow before the product does; NaN at −∞, as x·e^x is. */
function exponential(body: Body, x: Code, less: Code | null = null): (below?: Code) => Code {
  // below −800 the product is 0 too
  const kept = body.let(pmax(pmin(x, body.double(710)), body.double(-800)));
  const { rest, shifted } = reduced(body, kept, less);
  const value = body.let(add(body.double(1), rest));
  // 2^n in two factors, of which neither overflows
  const half = body.let(i64x2.shr(shifted, 1));
  const first = body.let(powerOfTwo(body, half));
  const second = body.let(powerOfTwo(body, i64x2.sub(shifted, half)));
  const bounded = (below: Code): Code => add(pmax(below, body.double(-1000)), mul(below, body.double(0)));
  return (below) => body.let(mul(mul(below === undefined ? value : mul(value, bounded(below)), first), second));
}

/** e^x − 1 of both halves, ≤ 3 ulp. */
export function expm1(body: Body, x: Code): Code {
  const kept = body.let(pmax(pmin(x, body.double(710)), body.double(-50)));
  const { rest, shifted } = reduced(body, kept);
  // e^x − 1 = 2(2^(n−1) (e^r − 1) + (2^(n−1) − 1/2)): 2^1024 does not occur
  const half = body.let(powerOfTwo(body, i64x2.sub(shifted, body.word(1n))));
  const value = body.let(add(mul(half, rest), sub(half, body.double(0.5))));
  return body.let(add(value, value));
}

/**
 * tanh x of both halves, ≤ 4 ulp, with one division.
 *
 * |x| = n·(log 2)/2 + s, and tanh s = s/C with the even function C = s coth s, so that
 * tanh |x| = (2^n(C + s) − (C − s))/(2^n(C + s) + (C − s)), which is N/(N + C − s) with N = (2^n − 1)/2·(C + s) + s.
 */
export function tanh(body: Body, x: Code): Code {
  const size = body.let(pmin(abs(x), body.double(22)));
  const shifted = body.let(add(mul(size, body.double(2 / Math.LN2)), body.double(roundingShift)));
  const n = body.let(sub(shifted, body.double(roundingShift)));
  const s = body.let(sub(sub(size, mul(n, body.double(log2High / 2))), mul(n, body.double(log2Low / 2))));
  const square = body.let(mul(s, s));
  const c = body.let(add(body.double(1), mul(square, polynomial(body, square, cothCoefficients))));
  const halfOfPower = i64x2.add(i64x2.shl(shifted, 52), body.double(0.5));
  const factor = sub(halfOfPower, body.double(0.5));
  const numerator = body.let(add(mul(factor, add(c, s)), s));
  const denominator = add(numerator, sub(c, s));
  return body.let(withSign(body, div(numerator, denominator), x));
}

/** 1/(1 + e^−x) of both halves, ≤ 3 ulp. */
export function sigmoid(body: Body, x: Code): Code {
  const e = exp(body, body.let(neg(abs(x))));
  const below = add(body.double(1), e);
  return body.let(div(bits.select(lt(x, body.double(0)), e, body.double(1)), below));
}

/** log x of both halves, ≤ 1 ulp; NaN below 0, −∞ at 0. */
export function log(body: Body, x: Code): Code {
  const { normal, shift } = normalised(body, x);
  const value = logOfNormal(body, normal, shift);
  const finite = bits.select(lt(x, body.double(Infinity)), value, x);
  const atZero = bits.select(f64x2.eq(x, body.double(0)), body.double(-Infinity), finite);
  return body.let(bits.select(lt(x, body.double(0)), body.double(Number.NaN), atZero));
}

/** log x − shift·log 2 for normal numbers above 0, as fdlibm's e_log.c does it. */
export function logOfNormal(body: Body, x: Code, shift: Code | null): Code {
  const { k, f } = splitNormal(body, x, shift);
  const s = body.let(div(f, add(f, body.double(2))));
  const z = body.let(mul(s, s));
  const r = mul(z, polynomial(body, z, logCoefficients));
  const square = body.let(mul(body.double(0.5), mul(f, f)));
  const low = add(mul(s, add(square, r)), mul(k, body.double(log2Low)));
  return body.let(sub(mul(k, body.double(log2High)), sub(sub(square, low), f)));
}

/** A number from 0 upward as normal·2^−shift, normal not a denormal number. */
export function normalised(body: Body, x: Code): { readonly normal: Code; readonly shift: Code } {
  const isTiny = body.let(lt(x, body.double(2 ** -1022)));
  const normal = body.let(bits.select(isTiny, mul(x, body.double(2 ** 54)), x));
  return { normal, shift: bits.and(isTiny, body.double(54)) };
}

/** x = 2^(k + shift)·(1 + f) for a normal number above 0, 1 + f in [√½, √2). */
export function splitNormal(body: Body, x: Code, shift: Code | null): { readonly k: Code; readonly f: Code } {
  // k·2^52 plus a bias that keeps it above 0, counted from √½
  const raised = body.let(i64x2.add(x, body.word(1024n * 2n ** 52n - bitsOf(Math.SQRT1_2))));
  const exponent = body.let(i64x2.shr(raised, 52));
  const mantissa = body.let(i64x2.sub(x, i64x2.shl(i64x2.sub(exponent, body.word(1024n)), 52)));
  const whole = sub(bits.or(exponent, body.double(2 ** 52)), body.double(2 ** 52 + 1024));
  return { k: body.let(shift === null ? whole : sub(whole, shift)), f: body.let(sub(mantissa, body.double(1))) };
}

/** log(1 + e) for e in [0, 1], ≤ 2 ulp, with what the sum loses put back. */
export function log1pOfSmall(body: Body, e: Code): Code {
  const u = body.let(add(body.double(1), e));
  const lost = sub(e, sub(u, body.double(1)));
  return body.let(add(logOfNormal(body, u, null), div(lost, u)));
}

/** log(1 + e^x) of both halves. */
export function softplus(body: Body, x: Code): Code {
  const e = exp(body, body.let(neg(abs(x))));
  return body.let(add(pmax(x, body.double(0)), log1pOfSmall(body, e)));
}

/** log(1 + x) of both halves. */
export function log1p(body: Body, x: Code): Code {
  const u = body.let(add(body.double(1), x));
  const value = log(body, u);
  const lost = div(sub(x, sub(u, body.double(1))), u);
  const isOrdinary = bits.and(f64x2.gt(u, body.double(0)), lt(u, body.double(Infinity)));
  return body.let(add(value, bits.and(isOrdinary, lost)));
}

/** x/(1 + e^−x) of both halves: x e^x/(1 + e^x) below 0, where e^x may underflow before the product. */
export function silu(body: Body, x: Code): Code {
  const exponentialTimes = exponential(body, body.let(neg(abs(x))));
  const above = bits.select(lt(x, body.double(0)), exponentialTimes(x), x);
  return body.let(div(above, add(body.double(1), exponentialTimes())));
}

/** x tanh(log(1 + e^x)) of both halves: with e = e^x and n = e(e + 2) it is xn/(n + 2); xe comes first below 0, as in silu. */
export function mish(body: Body, x: Code): Code {
  const exponentialTimes = exponential(body, body.let(pmin(x, body.double(40))));
  const e = exponentialTimes();
  const raised = body.let(add(e, body.double(2)));
  const n = body.let(mul(e, raised));
  const isBelow = body.let(lt(x, body.double(0)));
  const above = bits.select(isBelow, mul(exponentialTimes(x), raised), n);
  const ratio = body.let(div(above, add(n, body.double(2))));
  return body.let(bits.select(isBelow, ratio, mul(x, ratio)));
}

/** sinh x of both halves: (t + t/(t + 1))/2 with t = e^|x| − 1, and e^{|x|/2} twice where that overflows. */
export function sinh(body: Body, x: Code): Code {
  const size = body.let(abs(x));
  const t = expm1(body, size);
  const small = mul(body.double(0.5), add(t, div(t, add(t, body.double(1)))));
  return body.let(withSign(body, bits.select(lt(size, body.double(22)), small, halfOfExponential(body, size)), x));
}

/** cosh x of both halves. */
export function cosh(body: Body, x: Code): Code {
  const size = body.let(abs(x));
  const e = exp(body, size);
  const small = mul(body.double(0.5), add(e, div(body.double(1), e)));
  return body.let(bits.select(lt(size, body.double(22)), small, halfOfExponential(body, size)));
}

function halfOfExponential(body: Body, size: Code): Code {
  const root = exp(body, body.let(mul(body.double(0.5), size)));
  return mul(mul(body.double(0.5), root), root);
}

/** c_0 + c_1 x + …, by Horner's rule; x is named already. */
export function polynomial(body: Body, x: Code, coefficients: readonly number[]): Code {
  return coefficients
    .slice(0, -1)
    .reduceRight<Code>(
      (value, c) => add(mul(value, x), body.double(c)),
      body.double(coefficients[coefficients.length - 1]),
    );
}

/** The size of one with the sign of another. */
export function withSign(body: Body, size: Code, sign: Code): Code {
  return bits.or(size, bits.and(sign, body.word(2n ** 63n)));
}

/** x = n·log 2 + r with |r| ≤ log 2 / 2: e^(r + less) − 1 (≤ 1 ulp) and a word whose lowest bits are n. */
function reduced(body: Body, x: Code, less: Code | null = null): { rest: Code; shifted: Code } {
  const shifted = body.let(add(mul(x, body.double(1 / Math.LN2)), body.double(roundingShift)));
  const n = body.let(sub(shifted, body.double(roundingShift)));
  const own = sub(sub(x, mul(n, body.double(log2High))), mul(n, body.double(log2Low)));
  const r = body.let(less === null ? own : add(own, less));
  const square = body.let(mul(r, r));
  const tail = add(body.double(0.5), mul(r, polynomial(body, r, expCoefficients)));
  return { rest: body.let(add(r, mul(square, tail))), shifted };
}

/** 2^n from a word whose lowest twelve bits are n, for n from −1022 to 1023. */
function powerOfTwo(body: Body, word: Code): Code {
  return i64x2.add(i64x2.shl(word, 52), body.double(1));
}

function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** Adding it rounds a double below 2^51 to a whole number, which then stands in the lowest bits. */
export const roundingShift = 1.5 * 2 ** 52;

/** log 2 in two parts, of which the first has 32 bits, so that its products with exponents are exact (fdlibm). */
export const log2High = 0.6931471803691238;
/** The second part. */
export const log2Low = 1.9082149292705877e-10;

/** (log((1 + s)/(1 − s)) − 2s)/s³ in s² (fdlibm, e_log.c: error below 2^−58.45). */
const logCoefficients = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];

/** (e^r − 1 − r − r²/2)/r³ on |r| ≤ log 2 / 2, interpolated at Chebyshev's points; error below 7e-16, of e^r below 3e-17. */
const expCoefficients = [
  0.16666666666666666, 0.04166666666665136, 0.008333333333332155, 0.0013888888905881542, 0.0001984126985433861,
  0.000024801536388690766, 0.000002755728006701698, 2.761380686153829e-7, 2.5095554677111112e-8,
];

/** (s coth s − 1)/s² in s² on |s| ≤ (log 2)/4, interpolated at Chebyshev's points; error of s coth s below 4e-18. */
const cothCoefficients = [
  0.3333333333333332, -0.022222222222050975, 0.002116402070810345, -0.0002116359616648079, 2.1215954648445255e-5,
];
