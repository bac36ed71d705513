import type { RunOptions } from '../model/evidence.js';
import type { AffineSet, Model } from '../model/model.js';
import { piecesBefore } from '../model/schedule.js';
import type { Engines } from '../verify/engines.js';
import { judge } from '../verify/judge.js';
import type { Verdict } from '../verify/verdict.js';
import { derivationsOf } from './derivations.js';
import { type Grid, modelAt } from './grid.js';

/** What is measured in every cell, beside the prediction. */
export type Measured = 'none' | 'sde' | 'sgd' | 'both';

/** How the cells of a sweep are run. */
export interface SweepOptions extends RunOptions {
  readonly measure: Measured;
}

/** One cell of a sweep: its number, the model there, and prediction and evidence as a verdict on its set. */
export interface SweepCell {
  readonly cell: number;
  readonly model: Model;
  readonly verdict: Verdict;
  /** of a learning rate that changes: what is predicted on its pieces before the last, which the verdict is of */
  readonly before: readonly { readonly model: Model; readonly verdict: Verdict }[];
}

/**
 * Predicts and measures a set in the given cells of a grid, in their order.
 *
 * Every cell has the run's seed, so that it is what `verify` gives for its constants; the set is derived once where
 * what was derived holds for all constants (`derivationsOf`). After an abort the
 * cell in hand is given up, and nothing more is yielded. Throws what the engines throw.
 */
export async function* runSweep(
  model: Model,
  set: AffineSet,
  grid: Grid,
  cells: readonly number[],
  engines: Engines,
  { measure, seed, signal }: SweepOptions,
): AsyncGenerator<SweepCell> {
  const derivationAt = derivationsOf(model, set, engines);
  for (const [done, cell] of cells.entries()) {
    // a turn of the event loop, in which Ctrl-C is seen
    if (done % turnEvery === 0 || measure !== 'none') await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) return;
    const there = modelAt(model, grid, cell);
    const derivation = derivationAt(there);
    const prediction = await engines.predict(there, derivation, { seed, certify: false });
    const run = { seed, signal };
    const isMeasured = derivation.invariance.status !== 'refuted';
    const wants = (process: 'sde' | 'sgd'): boolean => isMeasured && (measure === process || measure === 'both');
    const sde = wants('sde') ? await engines.simulate(there, set, run) : null;
    const sgd = wants('sgd') ? await engines.train(there, set, run) : null;
    const before = [];
    for (const piece of piecesBefore(there)) {
      const derived = derivationAt(piece);
      const predicted = await engines.predict(piece, derived, { seed, certify: false });
      before.push({ model: piece, verdict: judge(derived, predicted, { sde: null, sgd: null, others: [] }) });
    }
    if (signal?.aborted) return;
    yield { cell, model: there, verdict: judge(derivation, prediction, { sde, sgd, others: [] }), before };
  }
}

/** Predictions alone are quick. */
const turnEvery = 16;
