import { one, zero } from '../arithmetic/rational.js';
import { type Expression, negate } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { along, type Field, restricted, stateProblem } from './statement.js';

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
  /** columns that noises state */
  readonly columns: readonly (readonly Expression[])[];
}

/** Drift and noise along a set, in symbols. */
export function deriveBaseDynamics(model: Model, set: AffineSet): BaseDynamics {
  const statement = stateProblem(model, set);
  const { free, fields } = statement;
  const of = (wanted: Field['role']) =>
    fields
      .filter(({ role }) => role === wanted)
      .map((field) =>
        free.map((name) => {
          const axis = model.parameters.map((parameter) => (parameter === name ? one : zero));
          return restricted(statement, along(model, field, axis));
        }),
      );
  const columns = of('diffusion');
  if (model.dynamics.kind === 'sde') {
    return { free, sampleDrift: null, sharedDrift: of('drift')[0], outputs: [], columns };
  }
  const [[loss], [regulariser], outputs] = [of('loss'), of('regulariser'), of('output')];
  return { free, sampleDrift: loss.map(negate), sharedDrift: regulariser.map(negate), outputs, columns };
}
