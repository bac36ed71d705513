import type { BatchSampling, NoiseKind } from './noiseKind.js';

/** Gradients of B drawn samples in place of all. */
export interface MinibatchNoise {
  readonly kind: 'minibatch';
  readonly batch: number | 'full';
  readonly sampling: BatchSampling;
  /** samples that a step of the SDE draws for drift and covariance; all of them unless given */
  readonly subsample?: number | null;
}

/** The facts of minibatch noise; its covariance Σ is (1/B) Var g_i, times (N − B)/(N − 1) where the samples of a batch are distinct (theory §2). */
export const minibatch: NoiseKind<MinibatchNoise> = {
  kind: 'minibatch',
  actsOnOutputs: false,
  drawsSamples: () => true,
  batchOf: ({ batch }) => batch,
  deviationOf: () => null,
  diffusionOf: () => null,
};
