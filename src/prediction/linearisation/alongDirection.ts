import type { LinearFamily } from '../matrices/linearFamily.js';
import type { SgdLinearisation } from './evaluatedLinearisation.js';

type NumberMatrix = readonly (readonly number[])[];

/** The one-dimensional family along a common eigenvector (k numbers, any length) of H and all C_j (theory §5). */
export function familyAlong(
  { curvature, noise, learningRate }: LinearFamily,
  direction: readonly number[],
): LinearFamily {
  const along = (matrix: NumberMatrix) => [[eigenvalue(matrix, direction)]];
  return { curvature: along(curvature), noise: noise.map(along), learningRate };
}

/** SGD along a common eigenvector (k numbers, any length) of all its matrices: the same with 1 × 1 matrices. */
export function sgdAlong(sgd: SgdLinearisation, direction: readonly number[]): SgdLinearisation {
  const along = (matrix: NumberMatrix) => [[eigenvalue(matrix, direction)]];
  return {
    ...sgd,
    sampleCurvature: sgd.sampleCurvature.map(along),
    regulariserCurvature: along(sgd.regulariserCurvature),
    outputCurvature: sgd.outputCurvature.map((matrices) => matrices.map(along)),
  };
}

/** μ of Mv = μv, read off the largest component of v, where rounding weighs least. */
function eigenvalue(matrix: NumberMatrix, direction: readonly number[]): number {
  const sizes = direction.map(Math.abs);
  const pivot = sizes.indexOf(Math.max(...sizes));
  return matrix[pivot].reduce((sum, entry, m) => sum + entry * direction[m], 0) / direction[pivot];
}
