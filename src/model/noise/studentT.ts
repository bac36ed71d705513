import type { Expression } from '../../expression/syntax/expression.js';
import { type NoiseKind, stated } from './noiseKind.js';

/** Student-t noise added to the gradient, of a stated covariance S Sᵀ. */
export interface StudentNoise {
  readonly kind: 'student-t';
  /** ν > 2, in constants alone */
  readonly degreesOfFreedom: Expression;
  /** S, parameters × independent normal numbers */
  readonly diffusion: readonly (readonly Expression[])[];
}

/**
 * The facts of Student-t gradient noise: ĝ = ∇L + S ξ √((ν − 2)/χ²_ν), a multivariate t, whose law is that of its
 * covariance Σ = S Sᵀ alone, whatever S is (theory §2).
 */
export const studentT: NoiseKind<StudentNoise> = {
  kind: 'student-t',
  ...stated,
};
