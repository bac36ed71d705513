import { toNumber } from '../arithmetic/rational.js';
import type { Model } from '../model/model.js';
import type { NeighbourhoodOutcome } from '../prediction/neighbourhood/neighbourhoodSearch.js';
import type { Exponent, MomentGrowth, Prediction } from '../prediction/prediction.js';
import type { Axis } from '../prediction/thresholds/axis.js';
import type { BoundaryPoint } from '../prediction/thresholds/boundaryCurve.js';
import type { ThresholdQuantity } from '../prediction/thresholds/closedGrowths.js';
import type { FoundThresholds, NumericThreshold, ThresholdBracket } from '../prediction/thresholds/thresholdSearch.js';
import type { Derivation, Threshold } from '../symbolic/derivation.js';
import { thresholdsJson } from './derivationJson.js';
import { exponentJson } from './jsonParts.js';
import type { PredictedSet, PredictResult } from './predictSchema.js';
import { predictedParts } from './resultJson.js';
import { settingsJson } from './settingsJson.js';

/** The zeros of one exponent in one constant. */
export interface SearchedThresholds extends FoundThresholds<NumericThreshold> {
  readonly quantity: ThresholdQuantity;
  readonly axis: Axis;
  /** the same in closed form, where there are any */
  readonly closedForms: readonly Threshold[];
}

/** What is predicted of one set: exponents, where they change sign, and what was asked for besides. */
export interface SetPrediction {
  readonly derivation: Derivation;
  readonly prediction: Prediction;
  /** one an axis and an exponent that was searched */
  readonly thresholds: readonly SearchedThresholds[];
  readonly boundary: { readonly axes: readonly [Axis, Axis]; readonly points: readonly BoundaryPoint[] } | null;
  readonly neighbourhood: NeighbourhoodOutcome | null;
}

/** One model with what was predicted of each of its sets. */
export interface PredictedModel {
  /** built-in id or file name */
  readonly source: string;
  readonly model: Model;
  readonly sets: readonly SetPrediction[];
}

/** The JSON that `collapse predict --json` prints (docs/json.md). */
export function predictResultJson(version: string, seed: number, models: readonly PredictedModel[]): PredictResult {
  return {
    schema: 1,
    version,
    seed,
    models: models.map(({ model, source, sets }) => ({
      name: model.name,
      source,
      sets: sets.map((set) => setJson(model, set)),
      product: null,
    })),
  };
}

function setJson(
  model: Model,
  { derivation, prediction, thresholds, boundary, neighbourhood }: SetPrediction,
): PredictedSet {
  const parts = predictedParts(model, derivation, prediction);
  return {
    ...parts,
    exponents: { ...parts.exponents, ...momentsJson(prediction.exponents) },
    settings: settingsJson(model, null),
    numericThresholds: thresholds.map(({ quantity: { process, moment }, axis, closedForms, ...found }) =>
      thresholdJson(process, moment, axis, found, thresholdsJson(model, derivation, closedForms)),
    ),
    boundary: boundary && {
      parameters: [boundary.axes[0].constant, boundary.axes[1].constant],
      from: [boundary.axes[0].range[0], boundary.axes[1].range[0]],
      to: [boundary.axes[0].range[1], boundary.axes[1].range[1]],
      points: boundary.points,
    },
    neighbourhood: neighbourhood && neighbourhoodJson(neighbourhood),
  };
}

/** The zeros of one exponent in one constant as JSON holds them. */
export function thresholdJson(
  process: NumericThresholdJson['process'],
  moment: number | null,
  { constant, range: [from, to] }: Axis,
  { zeros, complete }: FoundThresholds<ThresholdBracket & Partial<Pick<NumericThreshold, 'certificates'>>>,
  closedForms: NumericThresholdJson['closedForms'] = [],
): NumericThresholdJson {
  return {
    process,
    moment,
    parameter: constant,
    from,
    to,
    closedForms,
    complete,
    zeros: zeros.map(({ bracket, level, attractive, certificates = [null, null] }) => {
      return { bracket, level, attractive, certificates };
    }),
  };
}

type NumericThresholdJson = PredictedSet['numericThresholds'][number];

function momentsJson({ moments, tailIndex, spectrum }: Prediction['exponents']) {
  return {
    moments: moments?.flatMap(({ process, ...one }) => momentJson(process, one)) ?? null,
    tailIndex,
    spectrum: spectrum?.flatMap(({ process, ...one }) => spectralJson(process, one)) ?? null,
  };
}

type MomentJson = NonNullable<PredictedSet['exponents']['moments']>[number];
type SpectralJson = NonNullable<PredictedSet['exponents']['spectrum']>[number];

/** Λ(p) as JSON holds it, an infinite one as null; none where it is no number. */
export function momentJson(
  process: MomentJson['process'],
  { p, method, ...one }: MomentGrowth & { readonly p: number },
): MomentJson[] {
  if (one.interval[0] === Infinity) return [{ process, p, value: null, interval: null, level: one.level, method }];
  const shown = exponentJson({ ...one, method: 'closed-form' });
  return shown === null ? [] : [{ process, p, ...shown, method }];
}

/** One Lyapunov exponent as JSON holds it; none where it is no number. */
export function spectralJson(process: SpectralJson['process'], exponent: Exponent): SpectralJson[] {
  const shown = exponentJson(exponent);
  return shown === null ? [] : [{ process, ...shown }];
}

function neighbourhoodJson(outcome: NeighbourhoodOutcome): NonNullable<PredictedSet['neighbourhood']> {
  if (outcome.status === 'none') return outcome;
  const { statement, exponent, radius, factor, rate, certificate } = outcome.neighbourhood;
  return {
    status: 'proved',
    statement,
    exponent: toNumber(exponent),
    radius: toNumber(radius),
    factor: toNumber(factor),
    rate: toNumber(rate),
    certificate,
  };
}
