import { InputError } from '../arithmetic/inputError.js';
import { substitute } from '../expression/calculus/substitute.js';
import type { Expression } from '../expression/syntax/expression.js';
import { constantExpressions, dataNames, numericRows, valueAt } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import { type AdaptedCoordinates, adaptedCoordinates } from './adaptedCoordinates.js';
import type { NoiseColumns } from './diffusion.js';
import { deriveStochasticDynamics } from './stochasticDynamics.js';

/** What one Euler–Maruyama step evaluates, in coordinates adapted to a set, with the constants' values in place. */
export interface StepEquations {
  readonly parameters: readonly string[];
  readonly coordinates: AdaptedCoordinates;
  /** the names in each row of `samples`; empty without data */
  readonly dataNames: readonly string[];
  /** N × names, row after row */
  readonly samples: Float64Array;
  /** N, or what a step draws of them; 0 without data */
  readonly sampleCount: number;
  /** N where every step draws fewer of them; null where it takes all */
  readonly population: number | null;
  /** one expression a coordinate; null without data */
  readonly perSampleDrift: readonly Expression[] | null;
  readonly sharedDrift: readonly Expression[];
  readonly noise: readonly NumericNoise[];
}

/** A noise of the SDE with numbers in place of constants, in the coordinates of the step. */
export interface NumericNoise {
  readonly source: NoiseColumns['source'];
  readonly form: NoiseColumns['form'];
  /** covariance per unit of t, as in NoiseColumns; above 0 */
  readonly weight: number;
  /** one expression a coordinate */
  readonly column: readonly Expression[];
}

/**
 * The equations of a model's SDE at the values of its constants.
 *
 * Throws InputError where the model has no SDE, and for a covariance that is no finite number from 0 upward.
 */
export function stepEquations(model: Model, set: AffineSet): StepEquations {
  const dynamics = deriveStochasticDynamics(model);
  if (dynamics.status === 'none') throw new InputError(model.name, dynamics.reason, 'a model without momentum');
  const { drift, diffusion } = dynamics;
  const data = model.dynamics.kind === 'loss' ? model.dynamics.data : null;
  const coordinates = adaptedCoordinates(set, model.parameters.length);
  const values = constantExpressions(model);
  const adapted = (vector: readonly Expression[]) =>
    coordinates.transform(vector.map((entry) => substitute(entry, values)));
  const noise = diffusion.map(({ source, form, weight, column }): NumericNoise => {
    const value = valueAt(weight, model.constants);
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new InputError(model.name, `the ${source} noise has covariance ${value}`, 'a finite number from 0 upward');
    }
    return { source, form, weight: value, column: adapted(column) };
  });
  return {
    parameters: model.parameters,
    coordinates,
    dataNames: dataNames(model),
    samples: data === null ? new Float64Array(0) : numericRows(data),
    sampleCount: data === null ? 0 : data.rows.length,
    population: null,
    perSampleDrift: drift.perSample === null ? null : adapted(drift.perSample),
    sharedDrift: adapted(drift.shared),
    noise: noise.filter(({ weight }) => weight > 0),
  };
}
