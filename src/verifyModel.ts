import type { Model } from './model/model.js';
import { type EngineOptions, openEngines } from './openEngines.js';
import type { Engines } from './verify/engines.js';
import type { Verdict } from './verify/verdict.js';
import { type VerifyOptions, verifyModel as verifyWith } from './verify/verifyModel.js';

/** How a model is verified: the seed, 1 unless given; engines of your own, or how those of this package run. */
export interface VerifyModelOptions extends Partial<VerifyOptions>, EngineOptions {
  readonly engines?: Engines;
}

/**
 * Derives, predicts, simulates, trains and judges every set of a model, in the file's order (docs/reading-the-table.md).
 *
 * Throws InputError where a backend that was asked for is not usable here.
 */
export async function verifyModel(model: Model, options: VerifyModelOptions = {}): Promise<Verdict[]> {
  const { engines = openEngines(options), seed = 1, ...rest } = options;
  return verifyWith(model, engines, { ...rest, seed });
}
