import type { EscapeOutcome } from '../model/escapes.js';
import { escapeTrajectories } from './escapeTrajectories.js';
import { type NearOutcome, nearTrajectories } from './nearTrajectories.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** The two kinds of trajectory of one plan. */
export interface TrajectoryRunner {
  /** the trajectories from `first` on, one a start of d doubles */
  escapes(first: number, starts: readonly Float64Array[]): EscapeOutcome[];
  /** the trajectories near the set from `first` to `end` − 1 */
  nears(first: number, end: number): NearOutcome[];
}

/** Compiles the plan's step and gives the two kinds of trajectory; each depends on the plan, its index and its start. */
export function trajectoryRunner(plan: TrajectoryPlan): TrajectoryRunner {
  return { escapes: escapeTrajectories(plan), nears: nearTrajectories(plan) };
}
