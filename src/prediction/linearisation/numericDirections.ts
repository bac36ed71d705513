import { evaluate } from '../../expression/evaluation/evaluate.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { numericSamples, valuesAtBase } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { EigenDirection } from '../../symbolic/derivation.js';

/** Common eigenvectors at the model's constants and a set's base point, each k numbers in orthonormal normal coordinates. */
export function numericDirections(
  model: Model,
  directions: readonly EigenDirection[],
  base: readonly Expression[],
): number[][] {
  const values = valuesAtBase(model, base);
  const samples = numericSamples(model);
  return directions.map(({ direction }) => direction.map((entry) => Number(evaluate(entry, values, samples))));
}
