import { one, zero } from '../arithmetic/rational.js';
import { type Expression, negate } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { along, restricted, stateProblem } from './statement.js';

/**
 * How the base point moves on an invariant set (theory §5): the fields of the model at the free parameters, restricted to
 * the set, one expression a free parameter, in free parameters, constants and the data's names.
 *
 * The set is a graph over its free parameters, and on it every field is tangent, so these components say all.
 */
export interface BaseDynamics {
  /** names of the parameters that remain free on the set */
  readonly free: readonly string[];
  /** drift of each sample, −∇ℓ; null for an SDE without data */
  readonly sampleDrift: readonly Expression[] | null;
  /** the regulariser's drift, or the drift of an SDE without data */
  readonly sharedDrift: readonly Expression[];
  /** ∇f_m, one an output that a noise needs */
  readonly outputs: readonly (readonly Expression[])[];
  /** columns of an explicit diffusion */
  readonly columns: readonly (readonly Expression[])[];
}

/** Drift and noise along a set, in symbols. */
export function deriveBaseDynamics(model: Model, set: AffineSet): BaseDynamics {
  const statement = stateProblem(model, set);
  const { free, fields } = statement;
  const [first, second, ...others] = fields.map((field) =>
    free.map((name) => {
      const axis = model.parameters.map((parameter) => (parameter === name ? one : zero));
      return restricted(statement, along(model, field, axis));
    }),
  );
  if (model.dynamics.kind === 'sde') {
    const columns = second === undefined ? [] : [second, ...others];
    return { free, sampleDrift: null, sharedDrift: first, outputs: [], columns };
  }
  return { free, sampleDrift: first.map(negate), sharedDrift: second.map(negate), outputs: others, columns: [] };
}
