import { gradient } from '../src/expression/calculus/differentiate.js';
import type { LossDynamics, Model } from '../src/model/model.js';
import { type BatchNoise, deriveObjective, type Objective } from '../src/sgd/objective.js';
import { addOuterProduct, largestEntry, type Matrix, meanVector, zeroMatrix } from './covarianceMatrix.js';
import { vectorsAt } from './vectorsAt.js';

export interface BatchCovariance {
  /** d × d */
  readonly covariance: Matrix;
  /** the largest square that it is added up from: its rounding is relative to this */
  readonly largestSquare: number;
}

/**
 * The covariance of SGD's stochastic gradient at θ from the law of its batches itself: every batch that can be
 * drawn is looked at (theory §2). Null where there are more than mostBatches, and for epochs whose last batch is smaller.
 */
export function covarianceOfBatches(
  model: Model,
  dynamics: LossDynamics,
  theta: readonly number[],
): BatchCovariance | null {
  const objective = deriveObjective(model, dynamics);
  const heights = [objective.loss, ...objective.outputs].map((height) => gradient(height, model.parameters));
  const at = vectorsAt(heights, model, objective.dataNames);
  const width = objective.dataNames.length;
  const samples = Array.from({ length: objective.sampleCount }, (_, i) =>
    at(theta, [...objective.rows.subarray(i * width, (i + 1) * width)]),
  );
  const gradients = samples.map(([loss]) => loss);
  const outputGradients = samples.map(([, ...outputs]) => outputs);
  const covariance = zeroMatrix(theta.length);
  for (const noise of objective.batches) {
    const batches = everyBatch(noise, gradients.length);
    if (batches === null) return null;
    const means = batches.map((batch) => meanVector(batch.map((i) => gradients[i])));
    const centre = meanVector(means);
    for (const mean of means) addOuterProduct(covariance, minus(mean, centre), 1 / means.length);
    const labelWeight = noise.labelNoise ** 2 / (noise.size * samples.length);
    for (const output of outputGradients.flat()) addOuterProduct(covariance, output, labelWeight);
  }
  addResidualCovariance(covariance, objective, outputGradients);
  const largest = Math.max(largestEntry(covariance), ...gradients.flat().map((entry) => entry ** 2));
  return { covariance, largestSquare: largest };
}

/** More than four draws out of six samples. */
const mostBatches = 1500;

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value - b[i]);
}

/** Every batch as ordered samples, all equally likely. */
function everyBatch({ sampling, size }: BatchNoise, samples: number): number[][] | null {
  if (sampling === 'all') return [Array.from({ length: samples }, (_, i) => i)];
  if (sampling === 'epochs' && samples % size !== 0) return null;
  let batches: number[][] = [[]];
  for (let place = 0; place < size; place++) {
    const longer = batches.flatMap((batch) =>
      Array.from({ length: samples }, (_, i) => i)
        .filter((i) => sampling === 'with-replacement' || !batch.includes(i))
        .map((i) => [...batch, i]),
    );
    if (longer.length > mostBatches) return null;
    batches = longer;
  }
  return batches;
}

function addResidualCovariance(
  covariance: Matrix,
  { residualNoise }: Objective,
  outputGradients: readonly (readonly (readonly number[])[])[],
): void {
  const modes = outputGradients[0].length;
  for (const deviation of residualNoise) {
    for (let m = 0; m < modes; m++) {
      addOuterProduct(covariance, meanVector(outputGradients.map((outputs) => outputs[m])), deviation ** 2);
    }
  }
}
