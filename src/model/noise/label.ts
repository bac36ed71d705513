import type { Expression } from '../../expression/syntax/expression.js';
import type { NoiseKind, Sampling } from './noiseKind.js';

/** A Gaussian added to the target of every drawn sample. */
export interface LabelNoise {
  readonly kind: 'label';
  readonly std: Expression;
  readonly batch: number | 'full';
  readonly sampling: Sampling;
}

/** The facts of label noise; its covariance Σ is (s²/B) mean ∇f ∇fᵀ, and that of the minibatch where samples are drawn (theory §2). */
export const label: NoiseKind<LabelNoise> = {
  kind: 'label',
  actsOnOutputs: true,
  drawsSamples: ({ sampling }) => sampling !== 'none',
  batchOf: ({ batch }) => batch,
  deviationOf: ({ std }) => std,
  diffusionOf: () => null,
};
