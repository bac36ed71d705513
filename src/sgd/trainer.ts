import type { DrawState } from './drawRows.js';

/** A group of replicas that are trained together; free it with `dispose`. */
export interface Trainer {
  /** one step of SGD of every replica */
  step(): void;
  /** θ, one array a parameter with one number a replica */
  read(): readonly ArrayLike<number>[];
  /**
   * Changes θ and the velocity of momentum of some replicas in place; `change` gets d numbers each (no velocity without
   * momentum).
   */
  adjust(
    replicas: readonly number[],
    change: (replica: number, theta: Float64Array, velocity: Float64Array) => void,
  ): void;
  /** all that the steps to come depend on, and back to it */
  save(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/** Replicas between two steps, as plain data. */
export interface TrainerState {
  readonly steps: number;
  /** a row a parameter */
  readonly theta: readonly Float64Array[];
  /** a row a parameter; of one that momentum does not move it does not count, none without momentum */
  readonly velocity: readonly Float64Array[];
  readonly draws: DrawState;
}
