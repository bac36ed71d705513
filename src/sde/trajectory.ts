import { distanceTo, orthonormalNormal } from '../model/affineSet.js';
import { valueAt } from '../model/constants.js';
import type { AffineSet } from '../model/model.js';
import { type RandomStream, randomStream } from '../numeric/random.js';
import type { Rational } from '../numeric/rational.js';
import { type Kernel, stepperOf } from './kernel.js';
import { roundingDistance } from './resolution.js';

/** Everything that a trajectory depends on but its index and its start; plain data, for workers. */
export interface TrajectoryPlan {
  readonly kernel: Kernel;
  readonly set: AffineSet;
  readonly constants: ReadonlyMap<string, Rational>;
  readonly steps: number;
  readonly epsilon: number;
  /** whether a step from the set stays on it; where it does not, no distance is too small to be left again */
  readonly keepsSet: boolean;
  /** distances below this, at the base point, are rounding */
  readonly resolution: number;
  /** seeds of the streams that the steps draw from, one stream a trajectory */
  readonly seeds: { readonly escape: number; readonly near: number };
  /** steps after which log-distance is recorded, ascending, from 0 */
  readonly seriesSteps: readonly number[];
  readonly nearSteps: readonly number[];
  /** where trajectories that measure the exponent start */
  readonly nearDistance: number;
}

/** A trajectory from its start to the horizon. */
export interface EscapeOutcome {
  readonly end: 'off' | 'on' | 'floorReached' | 'diverged';
  /** log-distance at seriesSteps; ±Infinity after a trajectory reached the floor or diverged */
  readonly series: Float64Array;
}

/** A trajectory from very near the set until it leaves the neighbourhood, reaches the floor, or the horizon. */
export interface NearOutcome {
  /** log-distance at nearSteps; NaN after the trajectory stopped */
  readonly recorded: Float64Array;
  readonly stoppedAt: number;
  readonly stoppedLog: number;
}

export interface TrajectoryRunner {
  /** start: d doubles */
  escape(index: number, start: Float64Array): EscapeOutcome;
  near(index: number): NearOutcome;
}

/** Compiles the plan's step and gives the two kinds of trajectory; each depends on the plan, its index and its start. */
export function trajectoryRunner(plan: TrajectoryPlan): TrajectoryRunner {
  const { set, constants, steps, epsilon, seeds, seriesSteps, nearSteps } = plan;
  const stepper = stepperOf(plan.kernel);
  const distanceOf = distanceTo(set, constants);
  const roundingOf = roundingDistance(set, constants);
  const base = set.base.map((value) => valueAt(value, constants));
  const normal = orthonormalNormal(set);
  const isFloor = (distance: number, theta: Float64Array) =>
    plan.keepsSet && (distance < plan.resolution || (distance < coarsestRounding && distance < roundingOf(theta)));
  return {
    escape(index, start) {
      const stream = randomStream(seeds.escape, index);
      const theta = Float64Array.from(start);
      const series = new Float64Array(seriesSteps.length);
      let distance = distanceOf(theta);
      let next = 0;
      for (let step = 0; step <= steps; step++) {
        if (step > 0) {
          const square = stepper.advance(theta, stream, distance);
          if (!(square <= divergenceRadius ** 2)) return { end: 'diverged', series: series.fill(Infinity, next) };
          distance = distanceOf(theta);
        }
        if (isFloor(distance, theta)) return { end: 'floorReached', series: series.fill(-Infinity, next) };
        if (step === seriesSteps[next]) series[next++] = Math.log(distance);
      }
      return { end: distance < epsilon ? 'on' : 'off', series };
    },
    near(index) {
      const stream = randomStream(seeds.near, index);
      const theta = nearStart(base, normal, plan.nearDistance, stream);
      const recorded = new Float64Array(nearSteps.length).fill(Number.NaN);
      let distance = distanceOf(theta);
      recorded[0] = Math.log(distance);
      let next = 1;
      for (let step = 1; step <= steps; step++) {
        const square = stepper.advance(theta, stream, distance);
        distance = square <= divergenceRadius ** 2 ? distanceOf(theta) : divergenceRadius;
        if (step === nearSteps[next]) recorded[next++] = Math.log(distance);
        if (distance > epsilon || isFloor(distance, theta)) {
          return { recorded, stoppedAt: step, stoppedLog: Math.log(Math.max(distance, Number.MIN_VALUE)) };
        }
      }
      return { recorded, stoppedAt: steps, stoppedLog: recorded[nearSteps.length - 1] };
    },
  };
}

/** A trajectory beyond this has left every bound. */
export const divergenceRadius = 1e6;

/** Rounding of parameters within divergenceRadius hides no distance above this. */
const coarsestRounding = 1e-5;

/** The base point plus a step of the given length in a normal direction drawn uniformly. */
function nearStart(
  base: readonly number[],
  normal: readonly (readonly number[])[],
  distance: number,
  stream: RandomStream,
): Float64Array {
  const direction = normal.map(() => stream.normal());
  const length = Math.hypot(...direction);
  const theta = Float64Array.from(base);
  normal.forEach((row, i) => {
    row.forEach((entry, j) => {
      theta[j] += entry * distance * (direction[i] / length);
    });
  });
  return theta;
}
