import type { Evidence } from '../model/evidence.js';
import type { AffineSet, Model } from '../model/model.js';
import type { PredictOptions } from '../prediction/predict.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';

/** What a verification needs of the other floors; the two that measure see neither derivation nor prediction. */
export interface Engines {
  readonly derive: (model: Model, set: AffineSet) => Derivation;
  readonly predict: (model: Model, derivation: Derivation, options: PredictOptions) => Prediction | Promise<Prediction>;
  /** the Euler–Maruyama ensemble; null where there is no SDE to simulate */
  readonly simulate: (model: Model, set: AffineSet, options: MeasureOptions) => Promise<Evidence | null>;
  /** the SGD ensemble; null where there is no SGD, as of an SDE without data */
  readonly train: (
    model: Model,
    set: AffineSet,
    options: MeasureOptions & { readonly precision?: 'double' },
  ) => Promise<Evidence | null>;
}

/** What every measurement takes: where its randomness comes from, who is told, and who may end it. */
export interface RunOptions {
  readonly seed: number;
  /** called with the share done, from 0 to 1 */
  readonly onProgress?: (fraction: number) => void;
  /** when aborted, an engine returns what it has, with `completed` below 1 */
  readonly signal?: AbortSignal;
}

/** What a measurement takes beside that. */
export interface MeasureOptions extends RunOptions {
  /** one block alone: independent rows of k numbers in orthonormal normal coordinates that trajectories are kept in */
  readonly subspace?: readonly (readonly number[])[];
}
