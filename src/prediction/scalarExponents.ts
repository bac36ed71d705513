import { sumOf } from '../numeric/statistics.js';
import type { BatchMultiplier, LogMultiplier } from './batches/batchMultiplier.js';
import { epochLogMultiplier, meanLogMultiplier } from './batches/batchSums.js';
import { logarithmRounding, meanLogAbsoluteNormal } from './batches/labelNoiseQuadrature.js';
import { meanOverStudent, type StudentMultiplier } from './batches/studentQuadrature.js';
import type { SgdLinearisation, SgdNoise } from './linearisation/evaluatedLinearisation.js';
import { isStudent } from './linearisation/sgdNoiseParts.js';
import type { LinearFamily } from './matrices/linearFamily.js';
import type { Exponent } from './prediction.js';

/* Exponents of families of 1 × 1 matrices; intervals hold the value up to the bound of rounding and truncation. */

/** λ = −h − (η/2) Σ c_j² (theory §4.1). */
export function scalarSdeExponent(family: LinearFamily): Exponent {
  const { learningRate } = family;
  const { curvature, square } = scalarsOf(family);
  const value = -curvature - (learningRate / 2) * square;
  const error = roundings * (Math.abs(curvature) + learningRate * square);
  return { value, interval: [value - error, value + error], level: 1, method: 'closed-form' };
}

/** E log|1 − h·step + √(step·η Σ c_j²) ξ| / step, the exponent of the Euler–Maruyama chain of that step (theory §6). */
export function scalarChainExponent(family: LinearFamily, step: number): Exponent {
  const { curvature, square } = scalarsOf(family);
  return gaussianExponent(1 - step * curvature, Math.sqrt(step * family.learningRate * square), step);
}

/** An exponent of SGD, and the probability that a step multiplies by exactly 0; with that the value is −∞. */
export interface ScalarSgdExponent extends Exponent {
  readonly vanishing: number;
}

/**
 * E log|1 − η ĥ| / η over what one step of SGD draws (theory §6); null where that is no one-dimensional sum or integral:
 * with momentum, several independent batches, and where Student-t noise comes with batches or twice.
 */
export function scalarSgdExponent(sgd: SgdLinearisation): ScalarSgdExponent | null {
  const { learningRate } = sgd;
  const law = scalarMultiplier(sgd);
  if (law === null) return null;
  if (law.kind === 'gaussian') {
    const exponent = gaussianExponent(law.mean, law.deviation, learningRate);
    return { ...exponent, vanishing: Number(law.mean === 0 && law.deviation === 0) };
  }
  if (law.kind === 'student') return studentExponent(law, learningRate);
  const { multiplier, sampling } = law;
  const found: LogMultiplier =
    sampling === 'epochs'
      ? epochLogMultiplier(multiplier)
      : meanLogMultiplier({ ...multiplier, replacement: sampling === 'with-replacement' });
  const value = found.vanishing > 0 ? -Infinity : found.value / learningRate;
  const error = (found.error + roundings) / learningRate;
  const { level, method, vanishing } = found;
  return { value, interval: [value - error, value + error], level, method, vanishing };
}

/** What a step of SGD multiplies a normal coordinate by: one Gaussian, one and a Student-t, or one Gaussian a batch. */
export type ScalarMultiplier =
  | { readonly kind: 'gaussian'; readonly mean: number; readonly deviation: number }
  | ({ readonly kind: 'student' } & StudentMultiplier)
  | {
      readonly kind: 'batches';
      readonly sampling: 'with-replacement' | 'without-replacement' | 'epochs';
      readonly multiplier: Omit<BatchMultiplier, 'replacement'>;
    };

/** The law of 1 − η ĥ for 1 × 1 matrices; null with momentum, several independent batches, and Student-t noise beside other draws of its kind or batches. */
export function scalarMultiplier(sgd: SgdLinearisation): ScalarMultiplier | null {
  const { learningRate, momentum, noises } = sgd;
  const batches = noises.filter((noise) => noise.kind === 'batch');
  const [heavy, ...others] = noises
    .filter(isStudent)
    .filter(({ matrices }) => matrices.some(([[entry]]) => entry !== 0));
  if (momentum !== 0 || batches.length > (heavy === undefined ? 1 : 0) || others.length > 0) return null;
  const curvatures = sgd.sampleCurvature.map(([[entry]]) => entry + sgd.regulariserCurvature[0][0]);
  const outputSquares = curvatures.map(() => 0);
  for (const matrices of sgd.outputCurvature)
    for (let i = 0; i < outputSquares.length; i++) outputSquares[i] += matrices[i][0][0] ** 2;
  const varianceOf = (noise: SgdNoise): number => varianceOutsideBatches(sgd, noise, outputSquares);
  const sharedVariance = sumOf(noises.filter((noise) => noise !== heavy).map(varianceOf));
  if (batches.length === 0) {
    const mean = 1 - (learningRate * sumOf(curvatures)) / curvatures.length;
    const deviation = Math.sqrt(sharedVariance);
    if (heavy === undefined) return { kind: 'gaussian', mean, deviation };
    const { degreesOfFreedom } = heavy;
    return { kind: 'student', mean, deviation, heavyDeviation: Math.sqrt(varianceOf(heavy)), degreesOfFreedom };
  }
  const [{ batch, sampling, labelNoise }] = batches;
  const multiplier = {
    values: curvatures.map((value) => 1 - learningRate * value),
    variances: outputSquares.map((value) => (learningRate * labelNoise) ** 2 * value),
    sharedVariance,
    batch,
  };
  return { kind: 'batches', sampling, multiplier };
}

/** Variance of a step's multiplier from noise that does not depend on a drawn batch. */
function varianceOutsideBatches(
  { learningRate, outputCurvature }: SgdLinearisation,
  noise: SgdNoise,
  outputSquares: readonly number[],
): number {
  switch (noise.kind) {
    case 'batch':
      return 0;
    case 'gradient':
      return learningRate ** 2 * sumOf(noise.matrices.map(([[entry]]) => entry ** 2));
    case 'residual': {
      const means = outputCurvature.map((matrices) => sumOf(matrices.map(([[entry]]) => entry)) / matrices.length);
      return (learningRate * noise.std) ** 2 * sumOf(means.map((value) => value ** 2));
    }
    case 'fullBatchLabel':
      return ((learningRate * noise.labelNoise) / outputSquares.length) ** 2 * sumOf(outputSquares);
    default:
      return noise satisfies never;
  }
}

/** h and Σ_j c_j² of a family of 1 × 1 matrices. */
export function scalarsOf({ curvature, noise }: LinearFamily): { readonly curvature: number; readonly square: number } {
  return { curvature: curvature[0][0], square: sumOf(noise.map(([[entry]]) => entry ** 2)) };
}

function gaussianExponent(factor: number, deviation: number, duration: number): Exponent {
  const value = meanLogAbsoluteNormal(factor, deviation) / duration;
  const size = Math.max(Math.abs(factor), deviation);
  // besides the logarithm's own rounding that of 1 − h·step, whose effect is its size over that of the multiplier
  // a multiplier that is 0 ends on the set at once
  const error = size === 0 ? 0 : (logarithmRounding * (1 + Math.abs(Math.log(size))) + roundings / size) / duration;
  return {
    value,
    interval: [value - error, value + error],
    level: 1,
    method: deviation === 0 ? 'closed-form' : 'quadrature',
  };
}

function studentExponent(law: StudentMultiplier, duration: number): ScalarSgdExponent | null {
  const found = meanOverStudent(law, 0, (deviation) => meanLogAbsoluteNormal(law.mean, deviation));
  if (found === null) return null;
  const size = Math.max(Math.abs(law.mean), law.deviation, law.heavyDeviation);
  const rounding = logarithmRounding * (1 + Math.abs(Math.log(size))) * logarithmsOfTail + roundings / size;
  const [value, error] = [found.mean / duration, (found.error + rounding) / duration];
  return { value, interval: [value - error, value + error], level: 1, method: 'quadrature', vanishing: 0 };
}

/** Logarithms of the drawn deviations, whose rounding is relative to them, are larger than that of their size by no more on average. */
const logarithmsOfTail = 16;

/** Some tens of unit roundoffs: sums of a few terms, entries that were rounded to doubles, and eigenvalues made of them. */
const roundings = 40 * 2 ** -53;
