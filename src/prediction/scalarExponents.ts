import type { ScalarFamily, ScalarSgd } from './alongDirection.js';
import type { LogMultiplier } from './batchMultiplier.js';
import { epochLogMultiplier, meanLogMultiplier } from './batchSums.js';
import type { SgdNoise } from './evaluatedLinearisation.js';
import { logarithmRounding, meanLogAbsoluteNormal } from './labelNoiseQuadrature.js';
import type { Exponent } from './prediction.js';

/** Exponents of one-dimensional linear dynamics; intervals hold the value up to the bound of rounding and truncation. */

/** λ = −h − (η/2) Σ c_j² (theory §4.1). */
export function scalarSdeExponent({ curvature, noise, learningRate }: ScalarFamily): Exponent {
  const value = -curvature - (learningRate / 2) * noise;
  const error = roundings * (Math.abs(curvature) + learningRate * noise);
  return { value, interval: [value - error, value + error], level: 1, method: 'closed-form' };
}

/** E log|1 − h·step + √(step·η Σ c_j²) ξ| / step, the exponent of the Euler–Maruyama chain of that step (theory §6). */
export function scalarChainExponent({ curvature, noise, learningRate }: ScalarFamily, step: number): Exponent {
  const deviation = Math.sqrt(step * learningRate * noise);
  return gaussian(1 - step * curvature, deviation, step);
}

/**
 * E log|1 − η ĥ| / η over what one step of SGD draws, or null when two independent batches act together (theory §6).
 *
 * `vanishing` is the probability that a step multiplies by exactly 0; the value then is −∞.
 */
export function scalarSgdExponent(
  { sampleCurvature, outputSquares, meanOutputSquare }: ScalarSgd,
  learningRate: number,
  noises: readonly SgdNoise[],
): (Exponent & { readonly vanishing: number }) | null {
  const batches = noises.filter((noise) => noise.kind === 'batch');
  if (batches.length > 1) return null;
  const samples = sampleCurvature.length;
  const sharedVariance = noises
    .map((noise) => {
      switch (noise.kind) {
        case 'batch':
          return 0;
        case 'residual':
          return (learningRate * noise.std) ** 2 * meanOutputSquare;
        case 'fullBatchLabel':
          return ((learningRate * noise.labelNoise) / samples) ** 2 * total(outputSquares);
        default:
          return noise satisfies never;
      }
    })
    .reduce((sum, variance) => sum + variance, 0);
  if (batches.length === 0) {
    const mean = 1 - (learningRate * total(sampleCurvature)) / samples;
    return {
      ...gaussian(mean, Math.sqrt(sharedVariance), learningRate),
      vanishing: Number(mean === 0 && sharedVariance === 0),
    };
  }
  const [{ batch, sampling, labelNoise }] = batches;
  const multiplier = {
    values: sampleCurvature.map((value) => 1 - learningRate * value),
    variances: outputSquares.map((value) => (learningRate * labelNoise) ** 2 * value),
    sharedVariance,
    batch,
  };
  const found: LogMultiplier =
    sampling === 'epochs'
      ? epochLogMultiplier(multiplier)
      : meanLogMultiplier({ ...multiplier, replacement: sampling === 'with-replacement' });
  const value = found.vanishing > 0 ? -Infinity : found.value / learningRate;
  const error = (found.error + roundings) / learningRate;
  return {
    value,
    interval: [value - error, value + error],
    level: found.level,
    method: found.method,
    vanishing: found.vanishing,
  };
}

function gaussian(mean: number, deviation: number, duration: number): Exponent {
  const logarithm = meanLogAbsoluteNormal(mean, deviation);
  const size = 1 + Math.abs(Math.log(Math.max(Math.abs(mean), deviation)));
  const value = logarithm / duration;
  // besides the logarithm's own rounding that of 1 − h·step, whose effect is its size over that of the multiplier
  const error = (logarithmRounding * size + roundings / Math.max(Math.abs(mean), deviation)) / duration;
  return {
    value,
    interval: [value - error, value + error],
    level: 1,
    method: deviation === 0 ? 'closed-form' : 'quadrature',
  };
}

/** Ten unit roundoffs: sums of a few terms, and entries that were rounded to doubles. */
const roundings = 10 * 2 ** -53;

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
