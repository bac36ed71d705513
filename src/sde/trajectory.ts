import type { EscapeOutcome } from '../model/escapes.js';
import { escapeTrajectories } from './escapeTrajectory.js';
import { stepperOf } from './kernel.js';
import { type NearOutcome, nearTrajectories } from './nearTrajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** The two kinds of trajectory of one plan. */
export interface TrajectoryRunner {
  /** start: d doubles */
  escape(index: number, start: Float64Array): EscapeOutcome;
  near(index: number): NearOutcome;
}

/** Compiles the plan's step and gives the two kinds of trajectory; each depends on the plan, its index and its start. */
export function trajectoryRunner(plan: TrajectoryPlan): TrajectoryRunner {
  const stepper = stepperOf(plan.kernel);
  return { escape: escapeTrajectories(plan, stepper), near: nearTrajectories(plan, stepper) };
}
