import { isZero, one, type Rational, rational, toNumber, zero } from '../arithmetic/rational.js';
import { evaluate, type Samples } from '../expression/evaluation/evaluate.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { type Expression, number } from '../expression/syntax/expression.js';
import type { DataSet, Model } from './model.js';
import type { NoiseModel } from './noise/noiseFacts.js';
import { batchOf } from './noise/noiseFacts.js';
import type { BatchSampling } from './noise/noiseKind.js';

/** The constants as doubles, by name. */
export function constantValues(model: Pick<Model, 'constants'>): ReadonlyMap<string, number> {
  return asNumbers(model.constants);
}

/** η as a double; 1 for an SDE without data (theory §2). */
export function learningRateValue(model: Model): number {
  return model.dynamics.kind === 'sde' ? 1 : valueAt(model.dynamics.learningRate, model.constants);
}

/** The momentum β as a double; 0 where there is none. */
export function momentumValue(model: Model): number {
  return model.dynamics.kind === 'sde' ? 0 : valueAt(model.dynamics.momentum, model.constants);
}

/** The number of samples a noise draws or divides by: B, or B_eff of label noise (theory §2); N for noise without a batch. */
export function batchSize(noise: NoiseModel, data: DataSet): number {
  const batch = batchOf(noise);
  return batch === 'full' ? data.rows.length : batch;
}

/** What the covariance of a mean over B of N samples has beside 1/B: 1, or (N − B)/(N − 1) where they are distinct (theory §2). */
export function finitePopulationFactor(sampling: BatchSampling, batch: number, samples: number): Rational {
  if (sampling === 'with-replacement') return one;
  return samples === 1 ? zero : rational(samples - batch, samples - 1);
}

/** The names that range over the samples, inputs first; none for an SDE without data. */
export function dataNames({ dynamics }: Model): string[] {
  return dynamics.kind === 'sde' ? [] : [...dynamics.data.inputs, ...dynamics.data.targets];
}

/** The samples as `evaluate` takes them, made once of the same rows; undefined for an SDE without data. */
export function numericSamples(model: Model): Samples | undefined {
  if (model.dynamics.kind === 'sde') return undefined;
  const { rows } = model.dynamics.data;
  const known = rowsInDoubles.get(rows) ?? rows.map((row) => row.map(toNumber));
  rowsInDoubles.set(rows, known);
  return { names: dataNames(model), rows: known };
}

const rowsInDoubles = new WeakMap<DataSet['rows'], Samples['rows']>();

/** Constants and, at a base point (one expression in constants a parameter), parameters as doubles, by name. */
export function valuesAtBase(model: Model, base: readonly Expression[]): Map<string, number> {
  const values = asNumbers(model.constants);
  for (const [i, name] of model.parameters.entries()) values.set(name, valueAt(base[i], model.constants));
  return values;
}

/** The constants' exact values as expressions, to be put in by `substitute`. */
export function constantExpressions({ constants }: Model): ReadonlyMap<string, Expression> {
  return new Map([...constants].map(([name, value]) => [name, number(value)]));
}

/** The samples as doubles, N × (inputs then targets), row after row. */
export function numericRows(data: DataSet): Float64Array {
  return Float64Array.from(data.rows.flat(), toNumber);
}

/** The double that an expression in the constants alone has at their values; NaN or infinite where it is not defined. */
export function valueAt(expression: Expression, constants: ReadonlyMap<string, Rational>): number {
  return Number(evaluate(expression, asNumbers(constants)));
}

/**
 * Whether an expression in the constants alone is 0 at their values: exactly where it is arithmetic of exact numbers,
 * else within the rounding of doubles.
 */
export function vanishesAt(expression: Expression, constants: ReadonlyMap<string, Rational>): boolean {
  const exact = evaluateExact(expression, constants);
  if (exact !== null) return isZero(exact);
  const terms = (expression.kind === 'sum' ? expression.terms : [expression]).map((term) => valueAt(term, constants));
  const size = terms.reduce((total, term) => total + Math.abs(term), 0);
  return Math.abs(terms.reduce((total, term) => total + term, 0)) <= roundingOfDoubles * size;
}

/** Some hundred roundings of a sum, relative to its terms. */
const roundingOfDoubles = 1e-14;

function asNumbers(constants: ReadonlyMap<string, Rational>): Map<string, number> {
  return new Map([...constants].map(([name, value]) => [name, toNumber(value)]));
}
