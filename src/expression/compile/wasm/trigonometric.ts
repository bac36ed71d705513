import type { Body } from './body.js';
import { polynomial, roundingShift } from './elementary.js';
import type { Code } from './encode.js';
import { bits, f64x2, i64x2 } from './vector.js';

const { add, sub, mul } = f64x2;

/** Sine and cosine of both halves, ≤ 1 ulp for |x| ≤ 2^20·π/2 and NaN beyond, where reducing x takes other means. */
export function sineAndCosine(body: Body, x: Code): { sine: Code; cosine: Code } {
  const kept = body.let(bits.select(f64x2.le(f64x2.abs(x), body.double(largestAngle)), x, body.double(Number.NaN)));
  const shifted = body.let(add(mul(kept, body.double(2 / Math.PI)), body.double(roundingShift)));
  const n = body.let(sub(shifted, body.double(roundingShift)));
  // x − nπ/2 = a + b, with π/2 in three parts of which the products with n are exact
  const first = body.let(sub(kept, mul(n, body.double(halfPi[0]))));
  const part = body.let(mul(n, body.double(halfPi[1])));
  const second = body.let(sub(first, part));
  const lost = sub(sub(first, second), part);
  const rest = body.let(sub(lost, mul(n, body.double(halfPi[2]))));
  const a = body.let(add(second, rest));
  const b = body.let(add(sub(second, a), rest));
  return turned(body, shifted, ofSmall(body, a, b));
}

/** sin(a + b) and cos(a + b) for |a| ≤ π/4 and b a rounding of a. */
function ofSmall(body: Body, a: Code, b: Code): { sine: Code; cosine: Code } {
  const z = body.let(mul(a, a));
  const cube = mul(a, mul(z, polynomial(body, z, sineCoefficients)));
  const h = body.let(mul(z, body.double(0.5)));
  const w = body.let(sub(body.double(1), h));
  const high = mul(mul(z, z), polynomial(body, z, cosineCoefficients));
  const low = sub(sub(body.double(1), w), h);
  // sin(a + b) = sin a + b cos a, cos(a + b) = cos a − b sin a
  return {
    sine: body.let(add(a, add(cube, mul(b, w)))),
    cosine: body.let(add(w, add(low, sub(high, mul(a, b))))),
  };
}

/** Turns by as many quarters as the lowest bits of a word say. */
function turned(body: Body, word: Code, { sine, cosine }: { sine: Code; cosine: Code }): { sine: Code; cosine: Code } {
  const one = body.word(1n);
  const isOdd = body.let(i64x2.eq(bits.and(word, one), one));
  const sign = body.word(2n ** 63n);
  const signOfSine = bits.and(i64x2.shl(word, 62), sign);
  const signOfCosine = bits.and(i64x2.shl(i64x2.add(word, one), 62), sign);
  return {
    sine: body.let(bits.xor(bits.select(isOdd, cosine, sine), signOfSine)),
    cosine: body.let(bits.xor(bits.select(isOdd, sine, cosine), signOfCosine)),
  };
}

/** Whole numbers of quarter turns below 2^20 times a part of 33 bits are exact. */
export const largestAngle = 2 ** 20 * (Math.PI / 2);

/** π/2 in two parts of 33 bits and the rest (fdlibm, e_rem_pio2.c). */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];

/** (sin x − x)/x³ in x², and (cos x − 1 + x²/2)/x⁴ in x², on |x| ≤ π/4; errors below 3e-17 and 2e-18. */
const sineCoefficients = [
  -0.16666666666666666, 0.008333333333330946, -0.0001984126983675497, 0.000002755731610068303, -2.5051131455427946e-8,
  1.591810123027412e-10,
];
const cosineCoefficients = [
  0.041666666666666664, -0.0013888888888887395, 0.000024801587298763433, -2.7557317270560326e-7, 2.0876146024689747e-9,
  -1.1382614868556325e-11,
];
