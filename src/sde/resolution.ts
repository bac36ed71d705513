import type { Rational } from '../arithmetic/rational.js';
import { orthonormalNormal } from '../model/affineSet.js';
import { comparedSize } from '../model/comparedSize.js';
import { valueAt } from '../model/constants.js';
import type { AffineSet } from '../model/model.js';
import type { Stepper } from './kernel.js';

/** What double precision resolves near a set. */
export interface Resolution {
  /** the distance below which the step at the base point is rounding rather than dynamics */
  readonly atBase: number;
  /**
   * whether one step from the base point stays on the set, up to rounding, and something below epsilon is resolved; where
   * not, nothing happens near it
   */
  readonly keepsSet: boolean;
}

/**
 * Measures on the compiled step itself how near to the set its normal part still depends on the distance.
 *
 * A coordinate near 0 keeps its digits down to 1e-290; a difference of weights of size 1 loses them near 1e-16, and so
 * does a drift such as 1 − exp(θ): from there on the step no longer changes as the distance shrinks, which is what is
 * looked for, drift and noise and every normal component apart.
 */
export function measureResolution(
  stepper: Stepper,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  epsilon: number,
): Resolution {
  const base = set.base.map((value) => valueAt(value, constants));
  const normal = orthonormalNormal(set);
  const probe = (distance: number) => normalSteps(stepper, base, normal, distance);
  const far = probe(epsilon);
  const onSet = probe(0);
  const linear = epsilon * linearShare;
  const inside = probe(linear);
  const largest = Math.max(...far.map(Math.abs));
  const relevant = far.flatMap((value, i) => (Math.abs(value) > negligible * largest ? [i] : []));
  const isLost = (exponent: number) => {
    const at = probe(10 ** -exponent);
    const nearer = probe(10 ** -(exponent + 1));
    // what cancels to 0 no longer changes either, and a part that is lost leaves the rest out of proportion
    const bent = (i: number) =>
      Math.abs((at[i] * linear) / 10 ** -exponent - inside[i]) > disproportion * Math.abs(inside[i]);
    return relevant.some((i) => at[i] === nearer[i] || bent(i));
  };
  let kept = Math.ceil(-Math.log10(epsilon));
  let lost = smallestExponent;
  if (isLost(lost)) {
    while (lost - kept > 1) {
      const middle = (kept + lost) >> 1;
      if (isLost(middle)) lost = middle;
      else kept = middle;
    }
    lost -= resolutionMargin;
  }
  const resolved = 10 ** -lost;
  const kick = Math.max(...relevant.map((i) => Math.abs(onSet[i] / far[i]) * epsilon), 0);
  return { atBase: Math.min(resolved, epsilon), keepsSet: resolved < epsilon && kick <= resolved };
}

/** Terms of second order are a hundredth of what they are at epsilon. */
const linearShare = 1e-2;
/** Neither they nor rounding bend a step by as much before something is lost. */
const disproportion = 0.1;
/** Distances from 1e-290 leave room above the smallest double for products with steps and gradients. */
const smallestExponent = 290;
/** Three decimal digits above the distance at which all are lost. */
export const resolutionMargin = 3;
/** Components of the step below this fraction of the largest are rounding of something that cancels. */
const negligible = 1e-10;

/** Normal components of a step's drift and of its noise, from base + distance · (a generic normal direction). */
function normalSteps(
  stepper: Stepper,
  base: readonly number[],
  normal: readonly (readonly number[])[],
  distance: number,
): number[] {
  const theta = Float64Array.from(base);
  const weights = normal.map((_, i) => 1 / (1 + genericRatio * i));
  const length = Math.hypot(...weights);
  normal.forEach((row, i) => {
    row.forEach((entry, j) => {
      theta[j] += entry * distance * (weights[i] / length);
    });
  });
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
  return [drift, noise].flatMap((vector) =>
    normal.map((row) => row.reduce((sum, entry, j) => (entry === 0 ? sum : sum + entry * vector[j]), 0)),
  );
}

/** An irrational-looking ratio, so that no symmetry of the model makes the direction special. */
const genericRatio = 0.3719;

/**
 * The distance below which the rounding of θ itself hides the distance from the set: that of the equations which compare
 * parameters with one another or with an offset; 0 for a set of vanishing parameters.
 */
export function roundingDistance(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
): (theta: ArrayLike<number>) => number {
  const sizeOf = comparedSize(set, constants);
  return (theta) => sizeOf(theta) * 2 ** -53 * 10 ** resolutionMargin;
}

/** Returns whether θ, at a given distance from the set, is on it as far as double precision resolves. */
export function floorTest({
  set,
  constants,
  keepsSet,
  resolution,
}: FloorSettings): (distance: number, theta: Float64Array) => boolean {
  const roundingOf = roundingDistance(set, constants);
  return (distance, theta) =>
    keepsSet && (distance < resolution || (distance < coarsestRounding && distance < roundingOf(theta)));
}

interface FloorSettings extends Pick<Resolution, 'keepsSet'> {
  readonly set: AffineSet;
  readonly constants: ReadonlyMap<string, Rational>;
  /** at the base point */
  readonly resolution: number;
}

/** Rounding of parameters of size 1e6, beyond which a trajectory has diverged, hides no distance above this. */
const coarsestRounding = 1e-5;
