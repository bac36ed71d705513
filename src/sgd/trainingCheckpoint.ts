import type { PartingState } from './parting.js';
import type { TrainerState } from './trainer.js';
import type { WatcherState } from './watch.js';

/** A group of replicas in the middle of its training, as plain data: all that the rest of it depends on. */
export interface TrainingState {
  /** the last step that was made and looked at */
  readonly step: number;
  readonly trainer: TrainerState;
  readonly watchers: readonly WatcherState[];
  readonly parting: PartingState | null;
}

/** Where training is kept, so that a run that was killed goes on where it was, bit by bit. */
export interface TrainingCheckpoint {
  /** what is kept of a group, by a key that names model, set, seed, backend and group */
  keptTraining(key: string): TrainingState | undefined;
  /** called every few steps: asks for the state when it is time to write, or at once where it is `final` */
  keepTraining(key: string, state: () => TrainingState, final: boolean): void;
}
