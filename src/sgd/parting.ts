import type { ReplicaStream } from '../numeric/replicaStream.js';
import type { Objective } from './objective.js';
import { openTrainer } from './openTrainer.js';
import type { TrainerState } from './trainer.js';

/** Where a replica starts, and a stream of its own that draws what the replica draws. */
export interface Twin {
  readonly start: Float64Array;
  readonly stream: ReplicaStream;
}

/** How far the following is, as plain data. */
export interface PartingState {
  readonly parted: readonly (number | null)[];
  readonly trainer: TrainerState;
}

/** Follows the first replicas of a group in doubles, by the same draws. */
export interface Parting {
  /** how many are followed */
  readonly replicas: number;
  /** compares with the columns that single precision has after a step, in the order of the steps from 0 on */
  see(step: number, columns: readonly ArrayLike<number>[]): void;
  /** for each replica the first step after which the two are apart, null where they never are */
  steps(): readonly (number | null)[];
  save(): PartingState;
  restore(state: PartingState): void;
  dispose(): void;
}

/**
 * Watches for the step at which single precision parts from doubles: farther from them than a hundredth of their distance
 * from the set, where that is above `resolution`. Both have seen the same numbers up to there, and only roundings differ.
 */
export function watchParting(
  objective: Objective,
  twins: readonly Twin[],
  distanceOf: (theta: ArrayLike<number>) => number,
  resolution: number,
): Parting {
  const trainer = openTrainer(
    'float64',
    objective,
    twins.map(({ start }) => start),
    twins.map(({ stream }) => stream),
  );
  const parted: (number | null)[] = twins.map(() => null);
  const theta = new Float64Array(objective.parameters.length);
  let left = twins.length;
  return {
    replicas: twins.length,
    see(step, columns) {
      if (left === 0) return;
      if (step > 0) trainer.step();
      const doubles = trainer.read();
      for (const [i, before] of parted.entries()) {
        if (before !== null) continue;
        let square = 0;
        for (let j = 0; j < theta.length; j++) {
          theta[j] = doubles[j][i];
          square += (columns[j][i] - theta[j]) ** 2;
        }
        if (Math.sqrt(square) <= share * Math.max(distanceOf(theta), resolution)) continue;
        parted[i] = step;
        left--;
      }
    },
    steps: () => parted,
    save: () => ({ parted: [...parted], trainer: trainer.save() }),
    restore(state) {
      for (const [i, step] of state.parted.entries()) parted[i] = step;
      left = parted.filter((step) => step === null).length;
      trainer.restore(state.trainer);
    },
    dispose: () => trainer.dispose(),
  };
}

/** Well above a rounding, well below what a trajectory's course depends on. */
const share = 0.01;
