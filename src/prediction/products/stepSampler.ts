import type { RandomStream } from '../../numeric/random.js';

/** A random linear step y ← M y of a normal coordinate, drawn numerically (theory §6). */
export interface StepSampler {
  /** d, rows and columns of M */
  readonly dimension: number;
  /** time t of one step (for SGD: η) */
  readonly duration: number;
  /** the law of the steps repeats after this many; 1 when they are independent and identically distributed */
  readonly period: number;
  /** E M given the steps before, d × d row by row, of the step that was drawn last; null where it is not known */
  readonly mean: Float64Array | null;
  /** Writes M of step number `step` = 0, 1, 2, … (to be drawn in this order) into `out`, d × d row by row. */
  draw(stream: RandomStream, out: Float64Array, step: number): void;
}
