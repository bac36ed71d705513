/** Steps that are made in one go, after which a trajectory is looked at. */
export interface Stretch {
  readonly steps: number;
  /** the index of the recorded step that it ends at, or null */
  readonly recorded: number | null;
}

/**
 * The stretches up to the last recorded step: from each recorded step on as many of `period` steps as fit, and a shorter
 * one to the next. Recorded steps ascend from 0 or later.
 */
export function* stretches(recordedSteps: readonly number[], period: number): Generator<Stretch> {
  let step = 0;
  for (const [recorded, end] of recordedSteps.entries()) {
    while (step + period < end) {
      step += period;
      yield { steps: period, recorded: null };
    }
    yield { steps: end - step, recorded };
    step = end;
  }
}
