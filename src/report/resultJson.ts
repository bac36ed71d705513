import type { Expression } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { printExpression } from '../expression/syntax/print.js';
import { dataNames } from '../model/constants.js';
import type { Evidence, Passage } from '../model/evidence.js';
import type { Model } from '../model/model.js';
import type { Prediction } from '../prediction/prediction.js';
import { largestExponent } from '../symbolic/condition.js';
import type { Derivation } from '../symbolic/derivation.js';
import { signOfPrediction } from '../verify/judge.js';
import type { Verdict } from '../verify/verdict.js';
import { derivationJson, derivedParts } from './derivationJson.js';
import { finite, finiteInterval } from './finite.js';
import { exponentJson, exponentsJson } from './jsonParts.js';
import type { DeriveResult, VerifiedSet, VerifyResult } from './resultSchema.js';
import { settingsJson } from './settingsJson.js';

/** One model with the verdicts on its sets; `replay` is the command that measures them again. */
export interface VerifiedModel {
  /** built-in id or file name */
  readonly source: string;
  readonly model: Model;
  readonly verdicts: readonly Verdict[];
  readonly replay: string;
}

/** A model with the derivation of each of its sets, in the order of `model.sets`. */
export interface DerivedModel {
  readonly source: string;
  readonly model: Model;
  readonly derivations: readonly Derivation[];
}

/** The JSON that `collapse verify --json` prints (docs/json.md). */
export function verifyResultJson(version: string, seed: number, models: readonly VerifiedModel[]): VerifyResult {
  return {
    schema: 1,
    version,
    seed,
    models: models.map(({ model, source, verdicts, replay }) => ({
      name: model.name,
      source,
      sets: verdicts.map((verdict) => verdictJson(model, verdict, replay)),
    })),
  };
}

/** The JSON that `collapse derive --json` prints (docs/json.md). */
export function deriveResultJson(version: string, seed: number, models: readonly DerivedModel[]): DeriveResult {
  return {
    schema: 1,
    version,
    seed,
    models: models.map(({ model, source, derivations }) => ({
      name: model.name,
      source,
      sets: derivations.map((derivation) => derivationJson(model, derivation)),
    })),
  };
}

function verdictJson(model: Model, verdict: Verdict, replay: string): VerifiedSet {
  const { derivation, prediction, evidence } = verdict;
  return {
    ...predictedParts(model, derivation, prediction),
    settings: settingsJson(model, evidence),
    evidence: {
      ...measuredJson(evidence, replay),
      others: evidence.others.map((one) => evidenceJson(one, replay)),
    },
    verdict: verdict.outcome,
    disagreements: verdict.disagreements.map(({ between, cause, test, evidence: { value, interval, level } }) => ({
      between,
      cause,
      test,
      evidence: { value: finite(value), interval: finiteInterval(interval), level },
    })),
  };
}

/** What the JSON of a verified and of a predicted set share: the derivation with condition and exponents in numbers. */
export function predictedParts(model: Model, derivation: Derivation, prediction: Prediction) {
  const parts = derivedParts(model, derivation);
  const { supQ, infQ, alpha, says } = prediction.sufficient;
  return {
    ...parts,
    condition: {
      ...parts.condition,
      value: derivation.codimension === 1 ? finite(alpha ?? parts.condition.value) : null,
      supQ: finite(supQ ?? parts.condition.supQ),
      infQ: finite(infQ ?? parts.condition.infQ),
      says,
    },
    exponents: predictedExponents(model, derivation, prediction),
    prediction: signOfPrediction(prediction),
    remarks: prediction.remarks,
  };
}

function predictedExponents(
  model: Model,
  derivation: Derivation,
  { exponents, tangential, baseMoves }: Prediction,
): VerifiedSet['exponents'] {
  const across = exponentsJson(exponents);
  const { sde, eulerMaruyama: chain } = across;
  const closed = baseMoves ? null : closedForm(model, derivation);
  return {
    ...across,
    sde: sde && {
      ...sde,
      lowest: finite(exponents.sde?.lowest) ?? sde.value,
      certificate: exponents.sde?.certificate ?? null,
      expression: closed && printExpression(closed),
      latex: closed && latexOf(closed),
    },
    eulerMaruyama: chain && { ...chain, dt: exponents.eulerMaruyama?.dt ?? 0 },
    tangential: tangential && { sde: exponentJson(tangential.sde), sgd: exponentJson(tangential.sgd) },
  };
}

/** The exponent of the SDE as a formula, where all eigen-directions are common ones (theory §5). */
function closedForm(model: Model, { eigenDirections }: Derivation): Expression | null {
  if (eigenDirections === null || eigenDirections.length === 0) return null;
  return largestExponent(eigenDirections, dataNames(model));
}

/** What was measured of either process. */
export function measuredJson({ sde, sgd }: Pick<Verdict['evidence'], 'sde' | 'sgd'>, replay: string) {
  return { sde: sde && evidenceJson(sde, replay), sgd: sgd && evidenceJson(sgd, replay) };
}

/** What was measured, as the JSON has it, with the command that measures it again. */
function evidenceJson(found: Evidence, replay: string): NonNullable<VerifiedSet['evidence']['sde']> {
  const { process, method, backend, trajectories, dt, horizon, diverged, floorReached, completed, parting } = found;
  return {
    process,
    method,
    subsampled: found.subsample === null ? null : { samples: found.subsample, drawn: 'every step' },
    backend,
    fraction: finite(found.fraction.mean),
    interval: finiteInterval(found.fraction.interval),
    level: found.fraction.level,
    exponent: finite(found.exponent?.mean),
    exponentInterval: finiteInterval(found.exponent?.interval),
    exponentLevel: found.exponent?.level ?? null,
    trajectories,
    dt,
    horizon,
    diverged,
    floorReached,
    completed,
    parting,
    distances: found.distances,
    directions: found.directions,
    passages: found.passages && {
      within: passageJson(found.passages.within),
      leaving: passageJson(found.passages.leaving),
    },
    series: {
      t: found.series.map(({ t }) => t),
      median: found.series.map(({ median }) => median),
      quantiles: found.series.map(({ quantiles }) => quantiles),
      fraction: found.series.map(({ fraction }) => fraction),
    },
    replay,
  };
}

function passageJson({ radius, share, censored, shares, median, mean }: Passage) {
  const seen = (time: number): number | null => (time < Infinity ? time : null);
  const [low, high] = median.interval;
  const medianInterval: [number, number | null] = [low, seen(high)];
  return {
    radius,
    share: share.mean,
    interval: share.interval,
    censored,
    shares,
    level: share.level,
    median: seen(median.value),
    medianInterval: low < Infinity ? medianInterval : null,
    medianLevel: share.level,
    mean: mean?.mean ?? null,
    meanInterval: finiteInterval(mean?.interval),
    meanLevel: mean?.level ?? null,
  };
}
