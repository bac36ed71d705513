import { toNumber } from '../../arithmetic/rational.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { constantValues } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { EigenDirection } from '../../symbolic/derivation.js';

/** Common eigenvectors at the model's constants and a set's base point, each k numbers in orthonormal normal coordinates. */
export function numericDirections(
  model: Model,
  directions: readonly EigenDirection[],
  base: readonly Expression[],
): number[][] {
  const values = new Map(constantValues(model));
  for (const [i, name] of model.parameters.entries()) values.set(name, Number(evaluate(base[i], values)));
  const samples =
    model.dynamics.kind === 'sde'
      ? undefined
      : {
          names: [...model.dynamics.data.inputs, ...model.dynamics.data.targets],
          rows: model.dynamics.data.rows.map((row) => row.map(toNumber)),
        };
  return directions.map(({ direction }) => direction.map((entry) => Number(evaluate(entry, values, samples))));
}
