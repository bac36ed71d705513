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

/**
 * SGD along a common eigenvector (k numbers, any length) of all its matrices: the same with 1 × 1 matrices. Those of the
 * samples are made once: a search in one constant asks for them at each of its values.
 */
export function sgdAlong(sgd: SgdLinearisation, direction: readonly number[]): SgdLinearisation {
  const along = (matrix: NumberMatrix) => [[eigenvalue(matrix, direction)]];
  const ofSamples = (matrices: readonly NumberMatrix[]): readonly NumberMatrix[] => {
    const known = samplesAlong.get(matrices) ?? new Map<string, readonly NumberMatrix[]>();
    samplesAlong.set(matrices, known);
    const key = direction.join();
    const found = known.get(key) ?? matrices.map(along);
    known.set(key, found);
    return found;
  };
  return sgdInCoordinates(sgd, along, ofSamples);
}

const samplesAlong = new WeakMap<readonly NumberMatrix[], Map<string, readonly NumberMatrix[]>>();

/** What is left of a 2 × 2 linearisation across a common eigenvector (2 numbers): 1 × 1 matrices, each a trace less the eigenvalue. */
export function acrossDirection(
  { family, sgd }: EvaluatedLinearisation,
  direction: readonly number[],
): Pick<EvaluatedLinearisation, 'family' | 'sgd'> {
  const across = (matrix: NumberMatrix) => [[matrix[0][0] + matrix[1][1] - eigenvalue(matrix, direction)]];
  return {
    family: { ...family, curvature: across(family.curvature), noise: family.noise.map(across) },
    sgd: sgd && sgdInCoordinates(sgd, across),
  };
}

/** SGD's linearisation with every matrix replaced, as a change of coordinates or the cut of a block does. */
export function sgdInCoordinates(
  sgd: SgdLinearisation,
  of: (matrix: NumberMatrix) => number[][],
  ofSamples = (matrices: readonly NumberMatrix[]): readonly NumberMatrix[] => matrices.map(of),
): SgdLinearisation {
  return {
    ...sgd,
    sampleCurvature: ofSamples(sgd.sampleCurvature),
    regulariserCurvature: of(sgd.regulariserCurvature),
    outputCurvature: sgd.outputCurvature.map(ofSamples),
    noises: sgd.noises.map((noise) =>
      noise.kind === 'gradient' ? { ...noise, matrices: noise.matrices.map(of) } : noise,
    ),
  };
}

/** μ of Mv = μv, read off the largest component of v, where rounding weighs least. */
function eigenvalue(matrix: NumberMatrix, direction: readonly number[]): number {
  const sizes = direction.map(Math.abs);
  const pivot = sizes.indexOf(Math.max(...sizes));
  return matrix[pivot].reduce((sum, entry, m) => sum + entry * direction[m], 0) / direction[pivot];
}
