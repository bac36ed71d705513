import type { Evidence, MeasureOptions } from '../model/evidence.js';
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
