import type { RunOptions } from '../model/evidence.js';
import type { AffineSet, Model } from '../model/model.js';
import { atOneRate } from '../model/schedule.js';
import { tiedDirections } from '../prediction/settling.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import { isLeft } from '../symbolic/derivation.js';
import { whereTied } from './alongDirections.js';
import type { Engines } from './engines.js';
import { isolateCauses } from './isolateCauses.js';
import { judge } from './judge.js';
import type { Measurements } from './quantities.js';
import { trainSet } from './trainSet.js';
import type { Verdict } from './verdict.js';

/** How a model is verified, and who is told how far it is. */
export interface VerifyOptions {
  readonly seed: number;
  /** called with what is under way and the share of the model that is done, from 0 to 1 */
  readonly onProgress?: (stage: Stage, fraction: number) => void;
  readonly signal?: AbortSignal;
  /** whether the caller has held the derivatives against difference quotients; false unless given */
  readonly checked?: boolean;
}

/** What is under way, in the order of work. */
export type Stage = 'derive' | 'predict' | 'simulate' | 'train' | 'isolate';

/** Where each stage starts within the work on one set, roughly as time goes. */
const starts: Readonly<Record<Stage | 'end', number>> = {
  derive: 0,
  predict: 0.02,
  simulate: 0.1,
  train: 0.5,
  isolate: 0.95,
  end: 1,
};

/**
 * Derives, predicts, simulates, trains and judges every set of a model, in the file's order.
 *
 * A refuted set is not measured: there is nothing to attract. After an abort the set in hand is judged by what was
 * measured of it, and the sets after it are left out. Throws DerivativeMismatch and what the engines throw.
 */
export async function verifyModel(model: Model, engines: Engines, options: VerifyOptions): Promise<Verdict[]> {
  if (!options.checked) checkDerivatives(model);
  const verdicts: Verdict[] = [];
  for (const [index, set] of model.sets.entries()) {
    if (options.signal?.aborted) break;
    const onProgress = (stage: Stage, fraction: number): void =>
      options.onProgress?.(stage, (index + fraction) / model.sets.length);
    verdicts.push(await verifySet(model, set, engines, { ...options, onProgress }));
  }
  return verdicts;
}

async function verifySet(model: Model, set: AffineSet, engines: Engines, options: VerifyOptions): Promise<Verdict> {
  const { seed, signal, onProgress } = options;
  const run = (stage: Stage, end: Stage | 'end'): RunOptions => {
    onProgress?.(stage, starts[stage]);
    return {
      seed,
      onProgress: (fraction) => onProgress?.(stage, starts[stage] + (starts[end] - starts[stage]) * fraction),
      ...(signal === undefined ? {} : { signal }),
    };
  };
  run('derive', 'predict');
  const derivation = engines.derive(model, set);
  const prediction = await engines.predict(model, derivation, run('predict', 'simulate'));
  const measurements: Measurements = isLeft(derivation.invariance)
    ? { sde: null, sgd: null, others: [] }
    : await measure(model, set, engines, run, tiedDirections(model, derivation, prediction, nearTime(model)));
  const verdict = judge(derivation, prediction, measurements);
  return isolateCauses(
    { model: atOneRate(model), set, derivation, prediction },
    verdict,
    engines,
    run('isolate', 'end'),
  );
}

/** Trajectories near a set run up to eight times as long as those to the horizon. */
function nearTime({ simulation }: Model): number {
  return 8 * simulation.horizon;
}

async function measure(
  model: Model,
  set: AffineSet,
  engines: Engines,
  run: (stage: Stage, end: Stage | 'end') => RunOptions,
  tied: readonly (readonly number[])[],
): Promise<Measurements> {
  const simulating = run('simulate', 'train');
  if (simulating.signal?.aborted) return { sde: null, sgd: null, others: [], notReached: ['sde', 'sgd'] };
  const sde = await whereTied(await engines.simulate(model, set, simulating), tied, (subspace) =>
    engines.simulate(model, set, { ...simulating, subspace }),
  );
  const training = run('train', 'isolate');
  if (training.signal?.aborted && model.dynamics.kind === 'loss') {
    return { sde, sgd: null, others: [], notReached: ['sgd'] };
  }
  const { sgd, others } = await trainSet(model, set, engines, training);
  const along = (subspace: typeof tied) => engines.train(model, set, { ...training, subspace });
  return { sde, sgd: await whereTied(sgd, tied, along), others };
}
