import { type Rational, toNumber } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { singularValues } from '../../numeric/singularValues.js';
import { dyadic } from './dyadic.js';

/** dy = −H y dt + √η Σ_j C_j y dW_j (theory §5): H and every C_j are k × k, row by row; η is the learning rate (1 for an SDE without data). */
export interface LinearFamily {
  readonly curvature: readonly (readonly number[])[];
  readonly noise: readonly (readonly (readonly number[])[])[];
  readonly learningRate: number;
}

/**
 * The same dynamics in exact rationals, with C_j = √weight_j M_j: √η and √weight_j never enter alone, only η Σ_j weight_j (M_j …)(M_j …),
 * so a noise such as ζ M/√(B N) stays rational. Any basis of the normal space may be used: neither λ nor a certificate depends on it.
 */
export interface ExactLinearFamily {
  readonly curvature: RationalMatrix;
  readonly noise: readonly WeightedMatrix[];
  readonly learningRate: Rational;
}

/** C = √weight · matrix, k × k. */
export interface WeightedMatrix {
  /** ≥ 0 */
  readonly weight: Rational;
  readonly matrix: RationalMatrix;
}

/** The family whose entries are exactly the given doubles. Throws RangeError when one is not finite. */
export function exactFamily(family: LinearFamily): ExactLinearFamily {
  const exact = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row.map(dyadic));
  const weight = { numerator: 1n, denominator: 1n };
  return {
    curvature: exact(family.curvature),
    noise: family.noise.map((matrix) => ({ weight, matrix: exact(matrix) })),
    learningRate: dyadic(family.learningRate),
  };
}

/** The nearest family in doubles. */
export function floatFamily(family: ExactLinearFamily): LinearFamily {
  return {
    curvature: floatMatrix(family.curvature),
    noise: family.noise.map(({ weight, matrix }) => {
      const scale = Math.sqrt(toNumber(weight));
      return matrix.map((row) => row.map((entry) => scale * toNumber(entry)));
    }),
    learningRate: toNumber(family.learningRate),
  };
}

/** The nearest matrix in doubles. */
export function floatMatrix(matrix: RationalMatrix): number[][] {
  return matrix.map((row) => row.map(toNumber));
}

/** ‖H‖₂ + η Σ_j ‖C_j‖₂², the scale that exponents are measured against (theory §4.3). */
export function familyNorm(family: LinearFamily): number {
  const noise = family.noise.reduce((sum, matrix) => sum + spectralNorm(matrix) ** 2, 0);
  return spectralNorm(family.curvature) + family.learningRate * noise;
}

/** The largest singular value of a k × k matrix. */
function spectralNorm(matrix: readonly (readonly number[])[]): number {
  return singularValues(matrix.flat(), matrix.length, matrix.length)[0] ?? 0;
}
