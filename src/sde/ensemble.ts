import type { Evidence, MeasureOptions } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { atOneRate } from '../model/schedule.js';
import { randomStream } from '../numeric/random.js';
import type { Checkpoint } from './checkpoint.js';
import { cutIntoChunks } from './chunk.js';
import { earlierPieces } from './earlierPieces.js';
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
 * that the numbers do not depend on threads. On a later piece of a schedule they start where the pieces before it leave
 * them. Where several directions share the largest rate, log-distance grows like √t besides, which biases its exponent: `subspace`
 * measures one of them alone (verifyModel does so where it knows them). Null where the model has no SDE (momentum). Throws InputError where a noise
 * does not fit the model.
 */
export async function simulateEnsemble(
  model: Model,
  set: AffineSet,
  options: EnsembleOptions,
): Promise<Evidence | null> {
  if (deriveStochasticDynamics(model).status === 'none') return null;
  const { subspace = null } = options;
  const before = await earlierPieces(subspace === null ? model : atOneRate(model), set, options);
  const planned = planEnsemble(model, set, before.seed, subspace);
  const starts =
    before.starts ??
    Array.from({ length: planned.trajectories }, (_, i) =>
      initialPoint(model, set, randomStream(planned.startSeed, i)),
    );
  const plan = { ...planned, trajectories: starts.length };
  // what is kept is known by its seeds, and starts of a later piece come from the pieces before it
  const { checkpoint, ...rest } = options;
  const kept = before.starts === null && checkpoint !== undefined ? { checkpoint } : {};
  const outcomes = await runChunks(plan, cutIntoChunks(plan, starts), { ...rest, ...kept });
  return evidenceOf(model.simulation, plan, outcomes, before);
}
