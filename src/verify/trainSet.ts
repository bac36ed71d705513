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
 * fast, and TensorFlow.js decides on the first of them: on as many as should give the exponent an interval of half the width
 * at which its sign is lost, by what the doubles found, and on all where they leave the sign open.
 */
export async function trainSet(
  model: Model,
  set: AffineSet,
  engines: Pick<Engines, 'train'>,
  options: MeasureOptions,
): Promise<TrainedEvidence> {
  const { simulation } = model;
  const { trajectories } = simulation;
  if (trajectories <= fewReplicas) return { sgd: await engines.train(model, set, options), others: [] };
  const part = (from: number, to: number): MeasureOptions => ({
    ...options,
    onProgress: (share) => options.onProgress?.(from + (to - from) * share),
  });
  const bulk = await engines.train(model, set, { ...part(0, 0.3), precision: 'double' });
  if (bulk === null || options.signal?.aborted) return { sgd: null, others: bulk === null ? [] : [bulk] };
  const sample: Model = { ...model, simulation: { ...simulation, trajectories: decidingReplicas(bulk, trajectories) } };
  const sgd = await engines.train(sample, set, part(0.3, 0.6));
  const isOpen = sgd?.exponent != null && signOf(sgd.exponent.interval) === 0 && sgd.completed === 1;
  const isSample = sample.simulation.trajectories < trajectories;
  return { sgd: isOpen && isSample ? await engines.train(model, set, part(0.6, 1)) : sgd, others: [bulk] };
}

/** Of how many replicas the interval is half as wide as what decides its sign; half-widths go like 1/√n. */
function decidingReplicas({ exponent }: Evidence, trajectories: number): number {
  if (exponent === null) return fewReplicas;
  if (signOf(exponent.interval) === 0) return trajectories;
  const [low, high] = exponent.interval;
  const wanted = trajectories * ((high - low) / exponent.mean) ** 2;
  return Math.min(trajectories, Math.max(leastReplicas, Math.ceil(wanted)));
}

/** Up to so many a step of TensorFlow.js costs hardly more: to train them all costs no more than doubles and a sample. */
export const fewReplicas = 800;

/** Shares of fewer tell nothing, and a step of TensorFlow.js costs no less for them. */
const leastReplicas = 64;
