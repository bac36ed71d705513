import type { Rational } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import type { SampleRows } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { type Expression, number } from '../expression/syntax/expression.js';
import { parametrisation } from '../model/affineSet.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';

/** Where a claim is looked at: values of the constants, a data set, a base point of the set; all exact. */
export interface Instance {
  /** every constant of the model */
  readonly constants: ReadonlyMap<string, Rational>;
  /** samples × (inputs then targets); null: the file's data */
  readonly rows: readonly (readonly Rational[])[] | null;
  /** values of free parameters of the set; those left out are the file's */
  readonly base: ReadonlyMap<string, Rational>;
}

/** The instance that the file itself states. */
export function instanceOfFile(model: Model): Instance {
  return { constants: model.constants, rows: null, base: new Map() };
}

/** The values of constants and open parameters at an instance. */
export function valuesAt({ constants, base }: Instance): ReadonlyMap<string, Rational> {
  return new Map([...constants, ...base]);
}

/** The values of all names at each sample, or once where there are none. */
export function withSamples(
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
): readonly ReadonlyMap<string, Rational>[] {
  if (samples === null || samples.rows.length === 0) return [values];
  return samples.rows.map((row) => new Map([...values, ...samples.names.map((name, i) => [name, row[i]] as const)]));
}

/** The base point of a set by the names of its parameters, but for those that instances give values to. */
export function statedBase(
  { parameters }: Model,
  { base }: AffineSet,
  open: readonly string[],
): ReadonlyMap<string, Expression> {
  return new Map(parameters.flatMap((name, i) => (open.includes(name) ? [] : [[name, base[i]] as const])));
}

/** The samples at an instance, exact; null for an SDE without data. */
export function samplesAt(model: Model, { rows }: Instance) {
  return model.dynamics.kind === 'sde' ? null : { names: dataNames(model), rows: rows ?? model.dynamics.data.rows };
}

/** The model and the set at an instance, for engines that look at a file's own values only. */
export function modelAt(
  model: Model,
  set: AffineSet,
  instance: Instance,
): { readonly model: Model; readonly set: AffineSet } {
  const onSet = parametrisation(set, model.parameters);
  const free = new Map(model.parameters.map((name, i) => [name, set.base[i]] as const));
  for (const [name, value] of instance.base) free.set(name, number(value));
  const base =
    instance.base.size === 0
      ? set.base
      : model.parameters.map((name) =>
          substitute(onSet.get(name) ?? (free.get(name) as (typeof set.base)[number]), free),
        );
  const moved: AffineSet = { ...set, base, baseStated: set.baseStated || instance.base.size > 0 };
  const dynamics =
    model.dynamics.kind === 'loss' && instance.rows !== null
      ? { ...model.dynamics, data: { ...model.dynamics.data, rows: instance.rows } }
      : model.dynamics;
  return {
    model: {
      ...model,
      constants: instance.constants,
      dynamics,
      sets: model.sets.map((one) => (one.name === set.name ? moved : one)),
    },
    set: moved,
  };
}

/** The base point at an instance, one exact value a parameter; null where one is irrational. */
export function baseAt(model: Model, set: AffineSet, instance: Instance): ReadonlyMap<string, Rational> | null {
  const moved = modelAt(model, set, instance).set;
  const base = new Map<string, Rational>();
  for (const [i, name] of model.parameters.entries()) {
    const value = evaluateExact(moved.base[i], instance.constants);
    if (value === null) return null;
    base.set(name, value);
  }
  return base;
}
