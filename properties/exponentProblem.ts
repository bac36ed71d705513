import type { Model } from '../src/model/model.js';
import type { ExponentProblem } from '../src/prediction/exponents.js';
import { evaluateLinearisation } from '../src/prediction/linearisation/evaluatedLinearisation.js';
import { numericDirections } from '../src/prediction/linearisation/numericDirections.js';
import type { Derivation } from '../src/symbolic/derivation.js';

/**
 * What exponents are worked out from, without the certificate that a prediction also looks for; null where nothing is
 * linearised or a number is not finite.
 */
export function exponentProblem(
  model: Model,
  { set, linearisation, eigenDirections }: Derivation,
): ExponentProblem | null {
  const evaluated = linearisation && evaluateLinearisation(model, set.base, linearisation);
  if (evaluated === null) return null;
  const directions = eigenDirections && numericDirections(model, eigenDirections, set.base);
  return { ...evaluated, directions, seed };
}

/** Of exponents by simulation, which no property rests on. */
const seed = 1;
