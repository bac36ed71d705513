import { seriesSteps } from '../model/escapes.js';
import type { AffineSet, Model } from '../model/model.js';
import { comparedSizeNear } from '../model/nearStart.js';
import { branches, trajectoryBranches } from '../numeric/branches.js';
import { type MeasuredTimes, measuredSteps } from '../numeric/measuredGrowth.js';
import { fold } from '../numeric/random.js';
import { emitKernel, stepperOf } from './kernel.js';
import { measureResolution, resolutionMargin, roundingOfComparison } from './resolution.js';
import type { NearPlan, TrajectoryPlan } from './trajectoryPlan.js';
import { watchedPrograms } from './watchedProgram.js';

/** What an ensemble runs, and what it draws its starts from. */
export interface EnsemblePlan {
  readonly trajectory: TrajectoryPlan;
  /** trajectories to the horizon; 0 where one block alone is measured */
  readonly trajectories: number;
  /** trajectories kept very near the set; 0 where a step from the set leaves it, or nothing very near is resolved */
  readonly nearTrajectories: number;
  /** seed of the streams of starts, one stream a trajectory */
  readonly startSeed: number;
}

/**
 * Compiles the model's step and lays down horizon, seeds and the times that are recorded.
 *
 * As many steps are taken near the set as to the horizon, by fewer and longer trajectories: what a trajectory remembers
 * of the direction it started in is a bias, and only its length lessens it. Throws InputError where the model has no SDE.
 */
export function planEnsemble(
  model: Model,
  set: AffineSet,
  seed: number,
  subspace: readonly (readonly number[])[] | null = null,
): EnsemblePlan {
  const { horizon, dt, trajectories, epsilon, radius } = model.simulation;
  const kernel = emitKernel(model, set, dt);
  const steps = Math.max(1, Math.round(horizon / dt));
  const { atBase, keepsSet } = measureResolution(stepperOf(kernel), set, model.constants, epsilon);
  const floor = Math.max(atBase, comparedSizeNear(set, model.constants) * roundingOfComparison);
  const band = nearBand(floor, epsilon);
  const watched = watchedPrograms(model, set, dt, { atBase, keepsSet }, band);
  const nearTrajectories = Math.min(trajectories, Math.max(fewestNear, Math.ceil(trajectories / longer)));
  const nearSteps = Math.ceil((steps * trajectories) / nearTrajectories);
  const period = nearPeriod(floor, band, epsilon);
  const own = fold(seed, branches.trajectories);
  return {
    trajectory: {
      kernel,
      watched,
      set,
      constants: model.constants,
      keepsSet,
      resolution: atBase,
      escape: {
        seed: fold(own, trajectoryBranches.escape),
        steps,
        epsilon,
        radius,
        period: longestPeriod,
        recordedSteps: seriesSteps(steps),
        keepsPoints: false,
      },
      near: {
        seed: fold(own, trajectoryBranches.near),
        ...band,
        period,
        subspace,
        recordedSteps: nearRecords(measuredSteps(nearSteps, kernel.dimension), period, set.rows.length),
      },
    },
    trajectories: subspace === null ? trajectories : 0,
    nearTrajectories: keepsSet && floor < band.below ? nearTrajectories : 0,
    startSeed: fold(own, trajectoryBranches.start),
  };
}

/** Near trajectories last for this many horizons. */
const longer = 8;

/** Student's quantile at level 0.999 is an eighth above the normal one with so many trajectories. */
const fewestNear = 25;

/**
 * Distances half way, in logarithms, between the floor and epsilon: there the rounding of a step and its terms of second
 * order are about equally small. No nearer than nearestStart.
 */
function nearBand(floor: number, epsilon: number): Pick<NearPlan, 'start' | 'below' | 'above' | 'rounding'> {
  const start = Math.max(Math.sqrt(floor * epsilon), nearestStart);
  const rounding = Math.max(2 ** -53, (floor / start) * 10 ** -resolutionMargin);
  return { start, below: start / bandFactor, above: start * bandFactor, rounding };
}

/** Distances may leave the band by ten decades, to either side, before they are looked at. */
function nearPeriod(floor: number, { below, above }: Pick<NearPlan, 'below' | 'above'>, epsilon: number): number {
  return above < epsilon * 1e-10 && below > floor * 1e10 ? longestPeriod : 1;
}

/**
 * The three times of a measurement and, in codimension 2, times between them at which the direction is seen; whole periods
 * apart, so that trajectories are looked at when they were without.
 */
function nearRecords([begin, middle, end]: MeasuredTimes, period: number, codimension: number): number[] {
  if (codimension !== 2) return [begin, middle, end];
  const between = (from: number, to: number): number[] => {
    const apart = period * Math.max(1, Math.floor((to - from) / (period * directionsSeen)));
    return Array.from({ length: directionsSeen - 1 }, (_, i) => Math.min(from + (i + 1) * apart, to));
  };
  return [begin, ...between(begin, middle), middle, ...between(middle, end), end];
}

/** In either half of a measurement. */
const directionsSeen = 20;

/**
 * Steps that may pass before a trajectory is looked at: whether it diverged, reached the floor, or is to be rescaled. What
 * happens then would have happened a few steps before; the looks of eight steps cost as much as one.
 */
const longestPeriod = 8;

/** Wide enough that a trajectory is seldom rescaled, narrow enough that neither rounding nor curvature shows in it. */
const bandFactor = 30;

/** Cubes of distances about this are still normal numbers; arithmetic on denormal ones is a hundred times slower. */
const nearestStart = 1e-90;
