import type { RandomStream } from '../numeric/random.js';
import { valueAt } from './constants.js';
import type { AffineSet, Model } from './model.js';

/**
 * A start of a trajectory: the file's initial point, or else the set's base point, plus a Gaussian of the model's
 * initial scale in every parameter. Draws one normal a parameter; returns d doubles.
 */
export function initialPoint(model: Model, set: AffineSet, stream: RandomStream): Float64Array {
  const { initialPoint: stated, initialScale } = model.simulation;
  const centre = stated ?? set.base.map((value) => valueAt(value, model.constants));
  return Float64Array.from(centre, (value) => value + initialScale * stream.normal());
}
