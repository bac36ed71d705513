import type { Expression } from '../../expression/syntax/expression.js';
import { type NoiseKind, stated } from './noiseKind.js';

/** Gaussian noise added to the gradient, of a stated covariance S Sᵀ. */
export interface GaussianNoise {
  readonly kind: 'gaussian';
  /** S, parameters × independent normal numbers */
  readonly diffusion: readonly (readonly Expression[])[];
}

/** The facts of Gaussian gradient noise: ĝ = ∇L + S ξ, so that Σ is S Sᵀ (theory §2). */
export const gaussian: NoiseKind<GaussianNoise> = {
  kind: 'gaussian',
  ...stated,
};
