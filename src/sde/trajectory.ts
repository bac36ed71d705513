import type { EscapeOutcome } from '../model/escapes.js';
import { blockEscapes } from './blockEscapes.js';
import { blockNears } from './blockNears.js';
import { escapeTrajectories } from './escapeTrajectory.js';
import { stepperOf } from './kernel.js';
import { type NearOutcome, nearTrajectories } from './nearTrajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** The two kinds of trajectory of one plan. */
export interface TrajectoryRunner {
  /** the trajectories from `first` on, one a start of d doubles */
  escapes(first: number, starts: readonly Float64Array[]): EscapeOutcome[];
  /** the trajectories near the set from `first` to `end` − 1 */
  nears(first: number, end: number): NearOutcome[];
}

/**
 * Compiles the plan's step and gives the two kinds of trajectory; each depends on the plan, its index and its start.
 *
 * They run in WebAssembly, or in JavaScript where that lacks an operation of the model.
 */
export function trajectoryRunner(plan: TrajectoryPlan): TrajectoryRunner {
  const stepper = stepperOf(plan.kernel);
  const trajectory = escapeTrajectories(plan, stepper);
  const oneByOne = (first: number, starts: readonly Float64Array[]) =>
    starts.map((start, i) => trajectory(first + i, start));
  const near = nearTrajectories(plan, stepper);
  const nears = (first: number, end: number) => Array.from({ length: end - first }, (_, i) => near(first + i));
  return { escapes: blockEscapes(plan) ?? oneByOne, nears: blockNears(plan, near) ?? nears };
}
