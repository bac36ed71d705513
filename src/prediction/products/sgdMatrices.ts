import { leastCommonMultiple } from '../../arithmetic/integers.js';
import type { RandomStream } from '../../numeric/random.js';
import { studentScale } from '../../numeric/studentScale.js';
import type { SgdLinearisation, SgdNoise } from '../linearisation/evaluatedLinearisation.js';
import { type MomentumStep, momentumStep } from '../linearisation/momentumStep.js';
import { flat, isStudent, meanOf, partBesideBatches, wholeBatch } from '../linearisation/sgdNoiseParts.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import { reducedNoise } from '../matrices/reducedNoise.js';
import { BatchOrder } from './batchOrder.js';
import type { StepSampler } from './stepSampler.js';

type BatchNoise = Extract<SgdNoise, { kind: 'batch' }>;

/**
 * The steps that SGD multiplies a normal coordinate by, y ← (I − η Ĥ) y (theory §6), in any dimension.
 *
 * Ĥ is the mean of Ĥ_i over the batch plus the regulariser's, plus label noise ζ ξ F_{m,i} on each drawn sample and
 * output, plus residual noise ζ ξ_m mean_i F_{m,i}, plus the noise that is stated. Several batches act independently: Ĥ = H + Σ_k (mean over batch k − H).
 * With momentum the state is (y, v), of dimension 2k (see MomentumStep).
 *
 * Epochs: a pass is a permutation of the samples, drawn at its first step and cut into batches; the steps of a pass
 * depend on each other, the period is the pass, and there is no mean.
 *
 * @throws InputError for more distinct samples in a batch than there are
 */
export function sgdSampler(sgd: SgdLinearisation): StepSampler {
  const { learningRate, momentum } = sgd;
  const size = sgd.regulariserCurvature.length;
  const samples = sgd.sampleCurvature.map((matrix) => flat(matrix, 1));
  const mean = meanOf(samples);
  const noises = sgd.noises.map((noise) => wholeBatch(noise, samples.length));
  const gaussian = reducedNoise(noises.flatMap((noise) => (isStudent(noise) ? [] : partBesideBatches(sgd, noise))));
  const heavy = noises.filter(isStudent).map(({ matrices, degreesOfFreedom }) => ({
    matrices: reducedNoise(matrices.map((matrix) => flat(matrix, 1))),
    degreesOfFreedom,
  }));
  const batches = noises.filter((noise) => noise.kind === 'batch').map((noise) => new BatchDraws(sgd, noise, mean));
  const shared = flat(sgd.regulariserCurvature, 1).map((entry, l) => entry + mean[l]);
  const curvature = new Float64Array(size * size);
  const factors = momentumStep(sgd);
  const write = (of: Float64Array, out: Float64Array): void =>
    momentum === 0 ? writePlain(of, size, learningRate, out) : writeMomentum(of, size, learningRate, factors, out);
  const dimension = momentum === 0 ? size : 2 * size;
  const expected = new Float64Array(dimension ** 2);
  write(shared, expected);
  return {
    dimension,
    duration: learningRate,
    period: Number(batches.map(({ steps }) => BigInt(steps)).reduce(leastCommonMultiple, 1n)),
    mean: batches.every(({ steps }) => steps === 1) ? expected : null,
    draw(stream, out, step) {
      curvature.set(shared);
      for (const matrix of gaussian) addScaled(curvature, matrix, stream.normal());
      for (const { matrices, degreesOfFreedom } of heavy) {
        const scale = studentScale(stream, degreesOfFreedom);
        for (const matrix of matrices) addScaled(curvature, matrix, scale * stream.normal());
      }
      for (const batch of batches) batch.add(curvature, stream, step);
      write(curvature, out);
    },
  };
}

/** The steps of the Euler–Maruyama chain of a family, y ← (I − hH + √(hη) Σ_j C_j ξ_j) y (theory §6). */
export function eulerMaruyamaSampler({ curvature, noise, learningRate }: LinearFamily, step: number): StepSampler {
  const dimension = curvature.length;
  const mean = new Float64Array(dimension ** 2);
  writePlain(flat(curvature, 1), dimension, step, mean);
  const scaled = reducedNoise(noise.map((matrix) => flat(matrix, Math.sqrt(step * learningRate))));
  return {
    dimension,
    duration: step,
    period: 1,
    mean,
    draw(stream, out) {
      out.set(mean);
      for (const matrix of scaled) addScaled(out, matrix, stream.normal());
    },
  };
}

/**
 * Steps of a path of the SDE of a family, y ← (I + M + M²/2) y with M = −h (H + (η/2) Σ_j C_j²) + √(hη) Σ_j C_j ξ_j: of the
 * exponential of M, which follows the SDE exactly where the C_j commute with each other and with H. A cone across which noise
 * vanishes is then met up to h, not √h as by Euler–Maruyama steps (theory §6).
 */
export function sdeSampler({ curvature, noise, learningRate }: LinearFamily, step: number): StepSampler {
  const d = curvature.length;
  const scaled = reducedNoise(noise.map((matrix) => flat(matrix, Math.sqrt(step * learningRate))));
  const square = new Float64Array(d * d);
  const drift = flat(curvature, -step);
  for (const matrix of scaled) {
    writeProduct(matrix, matrix, d, square);
    addScaled(drift, square, -1 / 2);
  }
  const mean = new Float64Array(d * d);
  writePlain(flat(curvature, 1), d, step, mean);
  writeProduct(drift, drift, d, square);
  addScaled(mean, square, 1 / 2);
  const exponent = new Float64Array(d * d);
  return {
    dimension: d,
    duration: step,
    period: 1,
    mean,
    draw(stream, out) {
      exponent.set(drift);
      for (const matrix of scaled) addScaled(exponent, matrix, stream.normal());
      writeProduct(exponent, exponent, d, square);
      for (let l = 0; l < out.length; l++) out[l] = exponent[l] + square[l] / 2;
      for (let i = 0; i < d; i++) out[i * d + i] += 1;
    },
  };
}

function writeProduct(left: Float64Array, right: Float64Array, d: number, out: Float64Array): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let l = 0; l < d; l++) sum += left[i * d + l] * right[l * d + j];
      out[i * d + j] = sum;
    }
  }
}

/** One batch a step: adds its mean of Ĥ_i, less the mean over all samples, and its label noise. */
class BatchDraws {
  /** steps of a pass; 1 unless drawn in epochs */
  readonly steps: number;
  private readonly order: BatchOrder;
  private readonly deviations: readonly Float64Array[];
  /** samples × outputs */
  private readonly labels: readonly (readonly Float64Array[])[];

  constructor({ sampleCurvature, outputCurvature }: SgdLinearisation, noise: BatchNoise, mean: Float64Array) {
    this.order = new BatchOrder(noise, sampleCurvature.length);
    this.steps = this.order.steps;
    this.deviations = sampleCurvature.map((matrix) => flat(matrix, 1).map((entry, l) => entry - mean[l]));
    this.labels = sampleCurvature.map((_, i) =>
      noise.labelNoise === 0 ? [] : outputCurvature.map((matrices) => flat(matrices[i], noise.labelNoise)),
    );
  }

  add(curvature: Float64Array, stream: RandomStream, step: number): void {
    const drawn = this.order.draw(stream, step);
    for (const i of drawn) {
      addScaled(curvature, this.deviations[i], 1 / drawn.length);
      for (const label of this.labels[i]) addScaled(curvature, label, stream.normal() / drawn.length);
    }
  }
}

function writePlain(curvature: Float64Array, size: number, rate: number, out: Float64Array): void {
  for (let l = 0; l < size * size; l++) out[l] = -rate * curvature[l];
  for (let i = 0; i < size; i++) out[i * size + i] += 1;
}

function writeMomentum(
  curvature: Float64Array,
  size: number,
  rate: number,
  { rest, ofPush, ofVelocity, beta }: MomentumStep,
  out: Float64Array,
): void {
  const width = 2 * size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const push = -rate * curvature[i * size + j];
      out[i * width + j] = (i === j ? rest : 0) + ofPush * push;
      out[i * width + size + j] = i === j ? ofVelocity : 0;
      out[(size + i) * width + j] = push;
      out[(size + i) * width + size + j] = i === j ? beta : 0;
    }
  }
}

function addScaled(sum: Float64Array, matrix: Float64Array, factor: number): void {
  for (let l = 0; l < sum.length; l++) sum[l] += factor * matrix[l];
}
