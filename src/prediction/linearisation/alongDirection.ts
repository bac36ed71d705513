import type { LinearFamily } from '../matrices/linearFamily.js';
import type { EvaluatedLinearisation, SgdLinearisation } from './evaluatedLinearisation.js';

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
  return sgdOf(sgd, (matrix) => [[eigenvalue(matrix, direction)]]);
}

/** What is left of a 2 × 2 linearisation across a common eigenvector (2 numbers): 1 × 1 matrices, each a trace less the eigenvalue. */
export function acrossDirection(
  { family, sgd }: EvaluatedLinearisation,
  direction: readonly number[],
): Pick<EvaluatedLinearisation, 'family' | 'sgd'> {
  const across = (matrix: NumberMatrix) => [[matrix[0][0] + matrix[1][1] - eigenvalue(matrix, direction)]];
  return {
    family: { ...family, curvature: across(family.curvature), noise: family.noise.map(across) },
    sgd: sgd && sgdOf(sgd, across),
  };
}

function sgdOf(sgd: SgdLinearisation, of: (matrix: NumberMatrix) => number[][]): SgdLinearisation {
  return {
    ...sgd,
    sampleCurvature: sgd.sampleCurvature.map(of),
    regulariserCurvature: of(sgd.regulariserCurvature),
    outputCurvature: sgd.outputCurvature.map((matrices) => matrices.map(of)),
  };
}

/** μ of Mv = μv, read off the largest component of v, where rounding weighs least. */
function eigenvalue(matrix: NumberMatrix, direction: readonly number[]): number {
  const sizes = direction.map(Math.abs);
  const pivot = sizes.indexOf(Math.max(...sizes));
  return matrix[pivot].reduce((sum, entry, m) => sum + entry * direction[m], 0) / direction[pivot];
}
