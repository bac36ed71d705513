import type { SgdLinearisation } from './evaluatedLinearisation.js';
import type { LinearFamily } from './linearFamily.js';

type NumberMatrix = readonly (readonly number[])[];

/** The one-dimensional dynamics along a common eigenvector of a family: H, C_j and Ĥ_i are numbers there (theory §5). */
export interface ScalarFamily {
  readonly curvature: number;
  /** Σ_j c_j² */
  readonly noise: number;
  readonly learningRate: number;
}

/** The scalar dynamics of the SDE along a common eigenvector (k numbers, any length). */
export function familyAlong(
  { curvature, noise, learningRate }: LinearFamily,
  direction: readonly number[],
): ScalarFamily {
  return {
    curvature: eigenvalue(curvature, direction),
    noise: noise.reduce((sum, matrix) => sum + eigenvalue(matrix, direction) ** 2, 0),
    learningRate,
  };
}

/** What SGD multiplies by along a common eigenvector. */
export interface ScalarSgd {
  /** ĥ_i + the regulariser's, one a sample */
  readonly sampleCurvature: readonly number[];
  /** Σ_m F_{m,i}², one a sample */
  readonly outputSquares: readonly number[];
  /** Σ_m (mean_i F_{m,i})² */
  readonly meanOutputSquare: number;
}

/** SGD's scalar dynamics along a common eigenvector (k numbers, any length). */
export function sgdAlong(
  { sampleCurvature, regulariserCurvature, outputCurvature }: SgdLinearisation,
  direction: readonly number[],
): ScalarSgd {
  const shared = eigenvalue(regulariserCurvature, direction);
  const outputs = outputCurvature.map((matrices) => matrices.map((matrix) => eigenvalue(matrix, direction)));
  return {
    sampleCurvature: sampleCurvature.map((matrix) => eigenvalue(matrix, direction) + shared),
    outputSquares: sampleCurvature.map((_, i) => outputs.reduce((sum, values) => sum + values[i] ** 2, 0)),
    meanOutputSquare: outputs.reduce((sum, values) => sum + mean(values) ** 2, 0),
  };
}

/** μ of Mv = μv, read off the largest component of v, where rounding weighs least. */
function eigenvalue(matrix: NumberMatrix, direction: readonly number[]): number {
  const sizes = direction.map(Math.abs);
  const pivot = sizes.indexOf(Math.max(...sizes));
  return matrix[pivot].reduce((sum, entry, m) => sum + entry * direction[m], 0) / direction[pivot];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
