import { constantValues } from '../model/constants.js';
import type { MatrixProduct } from '../model/matrixProduct.js';
import type { ProductPrediction } from '../prediction/predictProduct.js';
import type { Axis } from '../prediction/thresholds/axis.js';
import type { ThresholdBracket } from '../prediction/thresholds/thresholdSearch.js';
import { exponentJson } from './jsonParts.js';
import { momentJson, spectralJson, thresholdJson } from './predictJson.js';
import type { PredictResult } from './predictSchema.js';

/** One random matrix product with what was predicted of it. */
export interface PredictedMatrixProduct {
  /** file name */
  readonly source: string;
  readonly product: MatrixProduct;
  readonly prediction: ProductPrediction;
  readonly thresholds: readonly {
    readonly moment: number | null;
    readonly axis: Axis;
    readonly zeros: readonly ThresholdBracket[];
  }[];
}

/** The JSON that `collapse predict --json` prints of a random matrix product (docs/json.md). */
export function productResultJson(
  version: string,
  seed: number,
  { source, product, prediction, thresholds }: PredictedMatrixProduct,
): PredictResult {
  const { exponent, moments, tailIndex, spectrum, remarks } = prediction;
  const stated = {
    dimension: product.parameters.length,
    matrices: product.matrices.length,
    constants: Object.fromEntries(constantValues(product)),
    exponent: exponentJson(exponent),
    moments: moments.flatMap((one) => momentJson('product', one)),
    tailIndex,
    spectrum: spectrum?.flatMap((one) => spectralJson('product', one)) ?? null,
    numericThresholds: thresholds.map(({ moment, axis, zeros }) =>
      thresholdJson('product', moment, axis, { zeros, complete: false }),
    ),
    remarks,
  };
  return { schema: 1, version, seed, models: [{ name: product.name, source, sets: [], product: stated }] };
}
