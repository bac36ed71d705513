import type { Rational } from '../arithmetic/rational.js';
import type { Program } from '../expression/compile/program.js';
import type { AffineSet } from '../model/model.js';
import type { Kernel } from './kernel.js';

/** Everything that a trajectory depends on but its index and its start; plain data, for workers. */
export interface TrajectoryPlan {
  readonly kernel: Kernel;
  readonly watched: WatchedPrograms;
  readonly set: AffineSet;
  readonly constants: ReadonlyMap<string, Rational>;
  /** whether a step from the set stays on it; where it does not, no distance is too small to be left again */
  readonly keepsSet: boolean;
  /** distances below this, at the base point, are rounding */
  readonly resolution: number;
  readonly escape: EscapePlan;
  readonly near: NearPlan;
}

/** Trajectories from the model's start to its horizon. */
export interface EscapePlan {
  /** of the streams that the steps draw from, one stream a trajectory */
  readonly seed: number;
  readonly steps: number;
  readonly epsilon: number;
  /** the distance whose first passage from the set is timed */
  readonly radius: number;
  /** steps between two looks at the distance, from every recorded step on */
  readonly period: number;
  /** steps after which log-distance is recorded, ascending */
  readonly recordedSteps: readonly number[];
  /** whether θ is recorded too */
  readonly keepsPoints: boolean;
}

/** Trajectories that are kept very near the set, to measure the exponent. */
export interface NearPlan {
  /** of the streams that starts and steps draw from, one stream a trajectory */
  readonly seed: number;
  /** the distance that trajectories start at, and are rescaled to; between `below` and `above` they are left alone */
  readonly start: number;
  readonly below: number;
  readonly above: number;
  /** as in EscapePlan */
  readonly period: number;
  /** what displacements from the set are projected on after every step (see EnsembleOptions), or null */
  readonly subspace: readonly (readonly number[])[] | null;
  /** rounding of a step, relative to the distance it starts from */
  readonly rounding: number;
  /** steps after which log-distance is recorded: the first is where the measurement begins, the one half way its middle */
  readonly recordedSteps: readonly number[];
}

/** What steps trajectories in WebAssembly, and what is watched after steps. */
export interface WatchedPrograms {
  /**
   * over θ, its distance from the set when it was looked at last, and the normals of a step: the new θ (d); null where
   * WebAssembly lacks an operation, or where steps draw their samples
   */
  readonly step: Program | null;
  /** over θ: its distance, whether it has diverged, is on the set (never where that is not kept), is within, has left */
  readonly escape: Program;
  /**
   * over θ: its distance, whether it has diverged, whether the distance is 0, and whether it left the band; and what is
   * then done about θ, distance and what is gained by rescaling
   */
  readonly near: { readonly watch: Program; readonly rescue: Program };
}
