import type { EscapeOutcome } from '../model/escapes.js';
import { blockEscapes } from './blockRunner.js';
import { escapeTrajectories } from './escapeTrajectory.js';
import { stepperOf } from './kernel.js';
import { type NearOutcome, nearTrajectories } from './nearTrajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** The two kinds of trajectory of one plan. */
export interface TrajectoryRunner {
  /** the trajectories from `first` on, one a start of d doubles */
  escapes(first: number, starts: readonly Float64Array[]): EscapeOutcome[];
  near(index: number): NearOutcome;
}

/**
 * Compiles the plan's step and gives the two kinds of trajectory; each depends on the plan, its index and its start.
 *
 * Those to the horizon run in WebAssembly, or in JavaScript where that lacks an operation of the model.
 */
export function trajectoryRunner(plan: TrajectoryPlan): TrajectoryRunner {
  const stepper = stepperOf(plan.kernel);
  const trajectory = escapeTrajectories(plan, stepper);
  const oneByOne = (first: number, starts: readonly Float64Array[]) =>
    starts.map((start, i) => trajectory(first + i, start));
  return { escapes: blockEscapes(plan) ?? oneByOne, near: nearTrajectories(plan, stepper) };
}
