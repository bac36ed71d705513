import { type FourierCorrector, writeEntry } from './circleCorrector.js';
import type { CircleOperator } from './circleOperator.js';

/** An enclosure of the top Lyapunov exponent of a 2 × 2 family by a truncated backward equation. */
export interface CircleEnclosure {
  readonly value: number;
  /** holds inf and sup of Q + 𝓛φ over all directions, and so λ */
  readonly interval: readonly [number, number];
  /** Fourier modes of φ */
  readonly modes: number;
}

/** Q + 𝓛φ = λ_N + residual: the residual's Fourier coefficients in ℓ1, plus what rounding can have hidden. */
export function enclosure(operator: CircleOperator<number>, { real, imaginary }: FourierCorrector): CircleEnclosure {
  const { g0, g1, g2, s0, s1 } = operator;
  const modes = real.length;
  const norm1 = Math.abs(g1[0]) + Math.abs(g1[1]);
  const norm2 = Math.abs(g2[0]) + Math.abs(g2[1]);
  const normS = Math.abs(s1[0]) + Math.abs(s1[1]);
  const entry = new Float64Array(2);
  let residual = 0;
  let magnitude = norm1 + norm2;
  for (let n = 1; n <= modes + 2; n++) {
    let re = n === 1 ? g1[0] / 2 : n === 2 ? g2[0] / 2 : 0;
    let im = n === 1 ? -g1[1] / 2 : n === 2 ? -g2[1] / 2 : 0;
    for (let m = Math.max(1, n - 2); m <= Math.min(n + 2, modes); m++) {
      writeEntry(operator, n, m, entry, 0);
      re += entry[0] * real[m - 1] - entry[1] * imaginary[m - 1];
      im += entry[0] * imaginary[m - 1] + entry[1] * real[m - 1];
    }
    if (n <= modes) {
      magnitude +=
        (Math.abs(real[n - 1]) + Math.abs(imaginary[n - 1])) *
        (2 * n * Math.abs(g0[1]) + 2 * n * n * s0 + 2 * (n * norm1 + n * n * normS) + 2 * n * (n + 1) * norm2);
    }
    residual += Math.abs(re) + Math.abs(im);
  }
  const value = meanValue(operator, real, imaginary);
  const bound = (2 * residual + 2 * roundings * magnitude + roundings * Math.abs(g0[0])) * summation;
  if (!Number.isFinite(value + bound)) return { value: g0[0], interval: [-Infinity, Infinity], modes };
  return { value, interval: [outwards(value - bound, -1), outwards(value + bound, 1)], modes };
}

/** Unit roundoff of doubles. */
const roundoff = 2 ** -53;
/**
 * Every product of a coefficient and a mode passes at most 12 roundings (4 in the coefficient as it comes from the integers, 3 in forming
 * m g − m²σ, 1 in the product, 4 in the sum of a row's terms), so 16 roundoffs bound the relative error with room for second order.
 */
const roundings = 16 * roundoff;
/** Covers the rounding of sums of up to 2^20 non-negative terms. */
const summation = 1 + 2 ** -30;

/** λ_N = Re g₀ + 2 Re[(g₁ − σ₁) φ₁ − 2 g₂ φ₂]. */
function meanValue({ g0, g1, g2, s1 }: CircleOperator<number>, real: Float64Array, imaginary: Float64Array): number {
  let value = g0[0];
  if (real.length > 0) value += 2 * ((g1[0] - s1[0]) * real[0] - (g1[1] - s1[1]) * imaginary[0]);
  if (real.length > 1) value -= 4 * (g2[0] * real[1] - g2[1] * imaginary[1]);
  return value;
}

/** The next representable number or beyond, in the given direction. */
export function outwards(x: number, direction: 1 | -1): number {
  return x + direction * (Math.abs(x) * 2 * roundoff + Number.MIN_VALUE);
}
