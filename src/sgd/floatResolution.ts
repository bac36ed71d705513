import type { Rational } from '../arithmetic/rational.js';
import { comparedSize } from '../model/comparedSize.js';
import type { AffineSet } from '../model/model.js';

/** What an arithmetic resolves: the smallest distance that is still trained on, and its unit roundoff. */
export interface Arithmetic {
  readonly smallestDistance: number;
  readonly rounding: number;
}

/** Some backends flush to 0 below 1.2e-38; a gradient is a product of a distance and numbers down to a thousandth. */
export const singlePrecision: Arithmetic = { smallestDistance: 1e-35, rounding: 2 ** -24 };

/** Squares of distances stay above the smallest double. */
export const doublePrecision: Arithmetic = { smallestDistance: 1e-150, rounding: 2 ** -53 };

/**
 * Returns θ ↦ the distance from the set below which an arithmetic shows rounding rather than dynamics.
 *
 * Where the set asks parameters to vanish that is the smallest number with its full precision and room for products;
 * where it compares parameters with one another or with an offset, it is some roundings of their size.
 */
export function floatResolution(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  { smallestDistance, rounding }: Arithmetic,
): (theta: ArrayLike<number>) => number {
  const sizeOf = comparedSize(set, constants);
  return (theta) => Math.max(smallestDistance, sizeOf(theta) * rounding * roundingsOfAStep);
}

/** At a hundred roundings, the noise that rounding adds to log-distance is below 1e-4 a step. */
const roundingsOfAStep = 100;
