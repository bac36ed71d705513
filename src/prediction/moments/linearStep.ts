import { toNumber } from '../../arithmetic/rational.js';
import { finitePopulationFactor } from '../../model/constants.js';
import type { SgdLinearisation, SgdNoise } from '../linearisation/evaluatedLinearisation.js';
import { momentumStep, pushedRows, restingEntry } from '../linearisation/momentumStep.js';
import { flat, meanOf, partBesideBatches, wholeBatch } from '../linearisation/sgdNoiseParts.js';
import type { LinearFamily } from '../matrices/linearFamily.js';

type NumberMatrix = readonly (readonly number[])[];

/**
 * The first two moments of a random linear step y ← M y, n × n matrices: E M, and D_j with
 * E (M − E M) X (M − E M)ᵀ = Σ_j D_j X D_jᵀ for every X.
 */
export interface LinearStep {
  readonly mean: NumberMatrix;
  readonly deviations: readonly NumberMatrix[];
  /** time t of one step (for SGD: η) */
  readonly duration: number;
}

/** The step of the Euler–Maruyama chain, I − hH + √(hη) Σ_j C_j ξ_j (theory §6). */
export function eulerMaruyamaStep({ curvature, noise, learningRate }: LinearFamily, step: number): LinearStep {
  const scale = Math.sqrt(step * learningRate);
  return {
    mean: curvature.map((row, i) => row.map((entry, j) => Number(i === j) - step * entry)),
    deviations: noise.map((matrix) => matrix.map((row) => row.map((entry) => scale * entry))),
    duration: step,
  };
}

/**
 * The step of SGD, with momentum that of (y, v) (theory §6): a mean over B draws has 1/B of the covariance of one, times
 * (N − B)/(N − 1) without replacement. Null with epochs, whose steps depend on each other.
 *
 * @throws InputError for more distinct samples in a batch than there are
 */
export function sgdStep(sgd: SgdLinearisation): LinearStep | null {
  const { learningRate, momentum, regulariserCurvature } = sgd;
  const size = regulariserCurvature.length;
  const samples = sgd.sampleCurvature.map((matrix) => flat(matrix, 1));
  const mean = meanOf(samples);
  const noises = sgd.noises.map((noise) => wholeBatch(noise, samples.length));
  if (noises.some((noise) => noise.kind === 'batch' && noise.sampling === 'epochs')) return null;
  const parts = noises.flatMap((noise) =>
    noise.kind === 'batch' ? batchParts(sgd, noise, samples, mean) : partBesideBatches(sgd, noise),
  );
  const expected = flat(regulariserCurvature, 1).map((entry, l) => entry + mean[l]);
  const factors = momentumStep(sgd);
  const push = (curvature: Float64Array): number[][] => {
    const rows = Array.from({ length: size }, (_, i) =>
      Array.from(curvature.subarray(i * size, (i + 1) * size), (entry) => -learningRate * entry),
    );
    return momentum === 0 ? rows : pushedRows(rows, factors);
  };
  const still = push(expected).map((row, i) =>
    row.map((entry, j) => entry + (momentum === 0 ? Number(i === j) : restingEntry(i, j, size, factors))),
  );
  return { mean: still, deviations: parts.map(push), duration: learningRate };
}

function batchParts(
  { outputCurvature }: SgdLinearisation,
  { batch, sampling, labelNoise }: Extract<SgdNoise, { kind: 'batch' }>,
  samples: readonly Float64Array[],
  mean: Float64Array,
): Float64Array[] {
  const n = samples.length;
  const remaining = sampling === 'epochs' ? 0 : toNumber(finitePopulationFactor(sampling, batch, n));
  const scale = Math.sqrt(remaining / (batch * n));
  const drawn = samples.map((matrix) => matrix.map((entry, l) => scale * (entry - mean[l])));
  const labels = outputCurvature.flatMap((matrices) =>
    matrices.map((matrix) => flat(matrix, labelNoise / Math.sqrt(batch * n))),
  );
  return [...drawn, ...labels].filter((matrix) => matrix.some((entry) => entry !== 0));
}
