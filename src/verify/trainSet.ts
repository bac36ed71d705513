import type { Evidence, MeasureOptions } from '../model/evidence.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Engines } from './engines.js';
import { signOf } from './quantities.js';

/** What SGD was measured to do: by TensorFlow.js, which decides, and in doubles. */
export interface TrainedEvidence {
  readonly sgd: Evidence | null;
  /** what never decides alone */
  readonly others: readonly Evidence[];
}

/**
 * Trains a set's replicas: all in TensorFlow.js where they are few. Of more, all are trained in doubles, several times as
 * fast, and TensorFlow.js decides on the first of them; where these leave the sign of the exponent open, on all.
 */
export async function trainSet(
  model: Model,
  set: AffineSet,
  engines: Pick<Engines, 'train'>,
  options: MeasureOptions,
): Promise<TrainedEvidence> {
  const { simulation } = model;
  if (simulation.trajectories <= decidingReplicas) return { sgd: await engines.train(model, set, options), others: [] };
  const part = (from: number, to: number): MeasureOptions => ({
    ...options,
    onProgress: (share) => options.onProgress?.(from + (to - from) * share),
  });
  const bulk = await engines.train(model, set, { ...part(0, 0.3), precision: 'double' });
  if (bulk === null || options.signal?.aborted) return { sgd: null, others: bulk === null ? [] : [bulk] };
  const sample: Model = { ...model, simulation: { ...simulation, trajectories: decidingReplicas } };
  const sgd = await engines.train(sample, set, part(0.3, 0.6));
  const isOpen = sgd?.exponent != null && signOf(sgd.exponent.interval) === 0 && sgd.completed === 1;
  return { sgd: isOpen ? await engines.train(model, set, part(0.6, 1)) : sgd, others: [bulk] };
}

/** The intervals of so many decide all built-in models that any number decides. */
export const decidingReplicas = 200;
