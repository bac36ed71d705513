import type { Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { inRationalCoordinates } from './certificate/certifySet.js';
import type { ExponentProblem } from './exponents.js';
import { type EvaluatedLinearisation, evaluateLinearisation } from './linearisation/evaluatedLinearisation.js';
import { numericDirections } from './linearisation/numericDirections.js';
import { identityMatrix } from './matrices/smallMatrix.js';

/** What the exponents of a set are computed from, and the same in orthonormal normal coordinates, in which lengths mean something. */
export interface StatedProblem {
  readonly problem: ExponentProblem;
  readonly orthonormal: EvaluatedLinearisation;
}

/**
 * The linearisation of a set at its base point in numbers; where rational coordinates make irrational entries exact, in
 * these, so that what the matrices share is found (theory §5). Null without a linearisation, or where it is not finite.
 */
export function exponentProblem(
  model: Model,
  { set, linearisation, eigenDirections }: Derivation,
  seed: number,
): StatedProblem | null {
  const orthonormal = linearisation && evaluateLinearisation(model, set.base, linearisation);
  if (linearisation === null || orthonormal === null) return null;
  const found = eigenDirections && numericDirections(model, eigenDirections, set.base);
  const directions = found ?? (vanishes(orthonormal) ? identityMatrix(orthonormal.codimension) : null);
  if (orthonormal.isExact || directions !== null) return { problem: { ...orthonormal, directions, seed }, orthonormal };
  const rational = evaluateLinearisation(model, set.base, inRationalCoordinates(model, set, linearisation));
  const stated = rational?.isExact ? rational : orthonormal;
  return { problem: { ...stated, directions, seed }, orthonormal };
}

/** Whether H and every C_j vanish at the base point, though not all over the set: there every direction is an eigenvector. */
function vanishes({ family: { curvature, noise } }: EvaluatedLinearisation): boolean {
  return [curvature, ...noise].every((matrix) => matrix.every((row) => row.every((entry) => entry === 0)));
}
