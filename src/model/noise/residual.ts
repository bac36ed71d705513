import type { Expression } from '../../expression/syntax/expression.js';
import type { NoiseKind } from './noiseKind.js';

/** One Gaussian a step, added to the residual of every sample. */
export interface ResidualNoise {
  readonly kind: 'residual';
  readonly std: Expression;
}

/** The facts of residual noise; its covariance Σ is s² ∇f̄ ∇f̄ᵀ, with the mean of ∇f over the samples (theory §2). */
export const residual: NoiseKind<ResidualNoise> = {
  kind: 'residual',
  actsOnOutputs: true,
  drawsSamples: () => false,
  batchOf: () => 'full',
  deviationOf: ({ std }) => std,
  diffusionOf: () => null,
};
