import type { Expression } from '../../expression/syntax/expression.js';
import { type NoiseKind, stated } from './noiseKind.js';

/** The diffusion of an SDE, as stated. */
export interface ExplicitNoise {
  readonly kind: 'explicit';
  /** parameters × Brownian motions */
  readonly diffusion: readonly (readonly Expression[])[];
}

/** The facts of explicit noise; its covariance Σ is S Sᵀ per unit of t (theory §2). */
export const explicit: NoiseKind<ExplicitNoise> = {
  kind: 'explicit',
  ...stated,
};
