import type { Evidence, MeasureOptions } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { randomStream } from '../numeric/random.js';
import type { Checkpoint } from './checkpoint.js';
import { cutIntoChunks } from './chunk.js';
import { evidenceOf } from './ensembleEvidence.js';
import { planEnsemble } from './plan.js';
import { runChunks } from './runChunks.js';
import { deriveStochasticDynamics } from './stochasticDynamics.js';

/** Where randomness comes from, what is measured, and how it runs. */
export interface EnsembleOptions extends MeasureOptions {
  /** threads at most, from 1 upward; as many as the machine offers when left out; the numbers do not depend on it */
  readonly threads?: number;
  /** where what was done is kept */
  readonly checkpoint?: Checkpoint;
}

/**
 * Measures a set on the Euler–Maruyama chain of the model's SDE: the fraction of trajectories within epsilon of the set
 * at the horizon, and the growth of log-distance of others that start very near it (theory §6, §7).
 *
 * Step, horizon, starts and the number of trajectories are the model's. Trajectory i draws from streams of its own, so
 * that the numbers do not depend on threads. Null where the model has no SDE (momentum). Throws InputError where a noise
 * does not fit the model.
 */
export async function simulateEnsemble(
  model: Model,
  set: AffineSet,
  options: EnsembleOptions,
): Promise<Evidence | null> {
  if (deriveStochasticDynamics(model).status === 'none') return null;
  const plan = planEnsemble(model, set, options.seed, options.subspace ?? null);
  const starts = Array.from({ length: plan.trajectories }, (_, i) =>
    initialPoint(model, set, randomStream(plan.startSeed, i)),
  );
  const chunks = cutIntoChunks(plan, starts);
  const outcomes = await runChunks(plan, chunks, options);
  return evidenceOf(model.simulation, plan, outcomes);
}
