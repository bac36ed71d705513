import type { RunOptions } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { branches } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { replicaStream } from '../numeric/replicaStream.js';
import type { Backend } from './backend.js';
import { deriveObjective } from './objective.js';
import { openTrainer } from './openTrainer.js';

/** What is seen of replicas in training, and when. */
export interface ObserveTrainingOptions extends RunOptions {
  readonly backend: Backend | 'float64';
  /** steps after which replicas are looked at, ascending from 0 or later; the last one ends them */
  readonly recordedSteps: readonly number[];
}

/** What observes replicas in training; see observeTraining. */
export type ObserveTraining = (
  model: Model,
  set: AffineSet,
  options: Omit<ObserveTrainingOptions, 'backend'>,
) => Promise<readonly Float64Array[] | null>;

/**
 * Trains the replicas of a model by SGD from its starts and returns θ at the recorded steps: an array a replica, with d
 * doubles a look.
 *
 * Replica i draws from its own stream. Null after an abort, and of an SDE without data. Throws InputError where a noise
 * does not fit the model.
 */
export async function observeTraining(
  model: Model,
  set: AffineSet,
  { backend, recordedSteps, seed, signal, onProgress }: ObserveTrainingOptions,
): Promise<readonly Float64Array[] | null> {
  if (model.dynamics.kind === 'sde') return null;
  const objective = deriveObjective(model, model.dynamics);
  const indices = Array.from({ length: model.simulation.trajectories }, (_, i) => i);
  const streams = indices.map((i) => replicaStream(fold(seed, branches.escapingReplicas), i));
  const starts = streams.map((stream) => initialPoint(model, set, stream));
  const d = model.parameters.length;
  const points = indices.map(() => new Float64Array(recordedSteps.length * d));
  const trainer = openTrainer(backend, objective, starts, streams);
  const last = recordedSteps[recordedSteps.length - 1];
  let look = 0;
  try {
    for (let step = 0; step <= last; step++) {
      if (step > 0) trainer.step();
      if (step === recordedSteps[look]) {
        const columns = trainer.read();
        for (const i of indices) for (let j = 0; j < d; j++) points[i][look * d + j] = columns[j][i];
        look++;
      }
      if (step % stepsBetweenPauses !== 0) continue;
      onProgress?.(step / last);
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return null;
    }
  } finally {
    trainer.dispose();
  }
  return points;
}

/** Ctrl-C is heard within a moment, and a step costs nothing for it. */
const stepsBetweenPauses = 256;
