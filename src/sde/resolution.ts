import type { Rational } from '../arithmetic/rational.js';
import { orthonormalNormal } from '../model/affineSet.js';
import { comparedSize } from '../model/comparedSize.js';
import { valueAt } from '../model/constants.js';
import type { AffineSet } from '../model/model.js';
import { measureStepResolution, normalPart, offBase, type Resolution } from '../model/stepResolution.js';
import type { Stepper } from './kernel.js';

/**
 * What double precision resolves near a set, measured on the compiled step: drift and noise and every normal component
 * apart.
 */
export function measureResolution(
  stepper: Stepper,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  epsilon: number,
): Resolution {
  const base = set.base.map((value) => valueAt(value, constants));
  const normals = orthonormalNormal(set);
  const probe = (distance: number) => normalSteps(stepper, offBase(base, normals, distance), normals, distance);
  return measureStepResolution(probe, { epsilon, smallestExponent, margin: resolutionMargin, negligible });
}

/** Distances from 1e-290 leave room above the smallest double for products with steps and gradients. */
const smallestExponent = 290;
/** Three decimal digits above the distance at which all are lost. */
export const resolutionMargin = 3;
/** Rounding of what cancels leaves some ten thousand roundings at most. */
const negligible = 1e-10;

/** Normal components of a step's drift and of its noise. */
function normalSteps(
  stepper: Stepper,
  theta: Float64Array,
  normals: readonly (readonly number[])[],
  distance: number,
): number[] {
  const drift = new Float64Array(stepper.dimension);
  const both = new Float64Array(stepper.dimension);
  stepper.increments(theta, new Float64Array(stepper.normals), distance, drift);
  stepper.increments(
    theta,
    Float64Array.from({ length: stepper.normals }, (_, i) => Math.cos(1 + i)),
    distance,
    both,
  );
  const noise = both.map((value, j) => value - drift[j]);
  return [drift, noise].flatMap((vector) => normalPart(normals, vector));
}

/** What is resolved of a difference, as a share of the size of what is compared. */
export const roundingOfComparison = 2 ** -53 * 10 ** resolutionMargin;

/**
 * Returns whether θ, at a given distance from the set, is on it as far as double precision resolves: at the base point, or
 * beside the rounding of θ itself, where equations compare parameters with one another or with an offset.
 */
export function floorTest({
  set,
  constants,
  keepsSet,
  resolution,
}: FloorSettings): (distance: number, theta: Float64Array) => boolean {
  const sizeOf = comparedSize(set, constants);
  return (distance, theta) =>
    keepsSet &&
    (distance < resolution || (distance < coarsestRounding && distance < sizeOf(theta) * roundingOfComparison));
}

interface FloorSettings extends Pick<Resolution, 'keepsSet'> {
  readonly set: AffineSet;
  readonly constants: ReadonlyMap<string, Rational>;
  /** at the base point */
  readonly resolution: number;
}

/** Rounding of parameters of size 1e6, beyond which a trajectory has diverged, hides no distance above this. */
export const coarsestRounding = 1e-5;
