import { valueAt } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import { fold } from '../numeric/random.js';
import { recordingSteps } from './growthWindow.js';
import { emitKernel, stepperOf } from './kernel.js';
import { measureResolution, roundingDistance } from './resolution.js';
import type { TrajectoryPlan } from './trajectory.js';

/** What an ensemble runs, and what it draws its starts from. */
export interface EnsemblePlan {
  readonly trajectory: TrajectoryPlan;
  /** trajectories to the horizon */
  readonly trajectories: number;
  /** trajectories that start very near the set; 0 where a step from the set leaves it */
  readonly nearTrajectories: number;
  /** seed of the streams of starts, one stream a trajectory */
  readonly startSeed: number;
}

/**
 * Compiles the model's step and lays down horizon, seeds and the times that are recorded.
 *
 * Throws InputError where the model has no SDE.
 */
export function planEnsemble(model: Model, set: AffineSet, seed: number): EnsemblePlan {
  const { horizon, dt, trajectories, epsilon } = model.simulation;
  const kernel = emitKernel(model, set, dt);
  const steps = Math.max(1, Math.round(horizon / dt));
  const { atBase, keepsSet } = measureResolution(stepperOf(kernel), set, model.constants, epsilon);
  const base = set.base.map((value) => valueAt(value, model.constants));
  const floor = Math.max(atBase, roundingDistance(set, model.constants)(base));
  const own = fold(seed, sdeBranch);
  return {
    trajectory: {
      kernel,
      set,
      constants: model.constants,
      steps,
      epsilon,
      keepsSet,
      resolution: atBase,
      seeds: { escape: fold(own, 0), near: fold(own, 1) },
      seriesSteps: evenSteps(steps),
      nearSteps: recordingSteps(steps),
      nearDistance: nearDistance(floor, epsilon),
    },
    trajectories,
    nearTrajectories: keepsSet ? trajectories : 0,
    startSeed: fold(own, 2),
  };
}

/** Keeps these streams apart from those of training and prediction under the same seed. */
const sdeBranch = 0x5de;

/**
 * Half way, in log-distance, between what is resolved and the neighbourhood's edge: room on both sides, and products of
 * two distances are far below either. No nearer than nearestStart.
 */
function nearDistance(floor: number, epsilon: number): number {
  return Math.min(Math.max(Math.sqrt(floor * epsilon), nearestStart), epsilon / 10);
}

/** Cubes of distances about this are still normal numbers; arithmetic on denormal ones is a hundred times slower. */
const nearestStart = 1e-90;

/** About this many times are recorded for plots. */
const seriesLength = 50;

/** From 0 to the last step, evenly. */
function evenSteps(steps: number): number[] {
  const count = Math.min(seriesLength, steps);
  return Array.from({ length: count + 1 }, (_, i) => Math.round((i * steps) / count));
}
