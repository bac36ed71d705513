import type { EscapeOutcome } from '../model/escapes.js';
import type { RunOptions } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { branches, trajectoryBranches } from '../numeric/branches.js';
import { fold, randomStream } from '../numeric/random.js';
import { cutIntoChunks } from './chunk.js';
import { planEnsemble } from './plan.js';
import { runChunks } from './runChunks.js';
import { deriveStochasticDynamics } from './stochasticDynamics.js';

/** What is seen of an ensemble, and when. */
export interface ObserveOptions extends RunOptions {
  /** steps of dt after which trajectories are looked at, ascending from 0 or later; the last one ends them */
  readonly recordedSteps: readonly number[];
  /** whether θ is recorded beside log-distance */
  readonly keepsPoints?: boolean;
  /** the starts, d doubles each; those of the model file when left out */
  readonly starts?: readonly Float64Array[];
  /** seed of the starts of the model file: cells of a sweep that share it share their starts (default: `seed`) */
  readonly startSeed?: number;
  /** threads at most; the numbers do not depend on it */
  readonly threads?: number;
}

/** What observes an ensemble of a model's SDE; see observeEnsemble. */
export type Observe = typeof observeEnsemble;

/**
 * Runs the Euler–Maruyama chain of a model's SDE and returns what every trajectory was at the recorded steps.
 *
 * With Gaussian noise of the full batch and dt = η the chain is SGD itself, in law (theory §6). The model's horizon and
 * number of trajectories hold where neither `recordedSteps` nor `starts` says otherwise. Trajectory i draws from streams
 * of its own. After an abort the trajectories that were completed are returned; null where the model has no SDE. Throws
 * InputError where a noise does not fit the model.
 */
export async function observeEnsemble(
  model: Model,
  set: AffineSet,
  { recordedSteps, keepsPoints = false, starts, startSeed, ...options }: ObserveOptions,
): Promise<readonly EscapeOutcome[] | null> {
  if (deriveStochasticDynamics(model).status === 'none') return null;
  const planned = planEnsemble(model, set, options.seed);
  const { trajectory } = planned;
  const seen = { ...trajectory.escape, steps: recordedSteps[recordedSteps.length - 1], recordedSteps, keepsPoints };
  const own =
    startSeed === undefined
      ? planned.startSeed
      : fold(fold(startSeed, branches.trajectories), trajectoryBranches.start);
  const from =
    starts ?? Array.from({ length: planned.trajectories }, (_, i) => initialPoint(model, set, randomStream(own, i)));
  const plan = {
    ...planned,
    trajectories: from.length,
    nearTrajectories: 0,
    trajectory: { ...trajectory, escape: seen },
  };
  const outcomes = await runChunks(plan, cutIntoChunks(plan, from), options);
  return outcomes.flatMap(({ escapes }) => escapes);
}
