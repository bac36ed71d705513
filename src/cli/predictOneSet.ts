import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { findNeighbourhood } from '../prediction/neighbourhood/neighbourhoodSearch.js';
import { predict } from '../prediction/predict.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import { type Axis, usualAxis } from '../prediction/thresholds/axis.js';
import { traceBoundary } from '../prediction/thresholds/boundaryCurve.js';
import type { ThresholdQuantity } from '../prediction/thresholds/closedGrowths.js';
import { certifiedThresholds } from '../prediction/thresholds/thresholdSearch.js';
import type { SetPrediction } from '../report/predictJson.js';
import { chainThresholds } from '../symbolic/chainThresholds.js';
import type { Derivation } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import { meanSquareGrowths } from '../symbolic/meanSquare.js';
import { deriveThresholds } from '../symbolic/thresholds.js';
import type { CommonOptions } from './options.js';
import type { Progress } from './progress.js';
import type { TimeLimit } from './timeLimit.js';

/** The options of `collapse predict`. */
export interface PredictCommandOptions extends CommonOptions {
  readonly format?: string;
  readonly plot?: string;
  /** two constants */
  readonly boundary?: readonly [string, string];
  readonly neighbourhood?: true;
  readonly spectrum?: true;
  /** ranges that replace the usual ones, by constant */
  readonly range: ReadonlyMap<string, Axis>;
}

/**
 * What `collapse predict` says of one set. Each search of thresholds has its share of the limit; one that takes more is left
 * out and noted.
 */
export function predictOneSet(
  model: Model,
  index: number,
  { seed, boundary, neighbourhood, range, spectrum, quick }: PredictCommandOptions,
  limit: TimeLimit,
  report: Progress['report'],
): SetPrediction {
  const axisOf = (constant: string): Axis => range.get(constant) ?? usualAxis(model, constant);
  report('deriving', 0);
  const set = model.sets[index];
  const derivation = deriveSet(model, set);
  report('predicting', 0);
  const prediction = predict(model, derivation, { seed, moments: true, spectrum: spectrum === true });
  const costly = ({ process, moment }: ThresholdQuantity): boolean =>
    moment === null && isCostly(prediction, derivation.codimension, process);
  const searched = prediction.baseMoves ? [] : quantitiesOf(prediction).filter((one) => !(quick && costly(one)));
  const searches = [...model.constants.keys()].flatMap((constant) =>
    searched.map((quantity) => ({ quantity, axis: axisOf(constant) })),
  );
  const closedForms = new Map(searched.map((quantity) => [quantity, closedFormsOf(model, derivation, quantity)]));
  const thresholds = searches.flatMap(({ quantity, axis }, i) => {
    const onLook = (share: number): void => report(`thresholds in ${axis.constant}`, (i + share) / searches.length);
    const isEnclosed = quantity.process === 'sde' && prediction.exponents.sde?.level === 1;
    const search = costly(quantity) ? (isEnclosed ? enclosedSearch : costlySearch) : quickSearch;
    const solved = (closedForms.get(quantity) ?? []).filter(({ parameter }) => parameter === axis.constant);
    const what = `${set.name}: thresholds of ${pathOf(quantity)} in ${axis.constant}`;
    const found = limit.share(what, searches.length - i, () =>
      certifiedThresholds(model, derivation, axis, { ...search, seed, quantity, onLook }),
    );
    return found === null ? [] : [{ quantity, axis, closedForms: solved, ...found }];
  });
  const pair = boundary === undefined ? null : ([axisOf(boundary[0]), axisOf(boundary[1])] as const);
  const onLook = (share: number): void => report('boundary', share);
  return {
    derivation,
    prediction,
    thresholds,
    boundary: pair && {
      axes: pair,
      points: prediction.baseMoves
        ? []
        : traceBoundary(model, set, pair[0], pair[1], boundaryColumns, { ...boundarySearch, seed, onLook }),
    },
    neighbourhood: neighbourhood ? findNeighbourhood(model, derivation) : null,
  };
}

/** Zeros in closed form: of the SDE's λ, and along common eigenvectors of the mean square and of chains of few batches. */
function closedFormsOf(model: Model, derivation: Derivation, { process, moment }: ThresholdQuantity) {
  const { linearisation, eigenDirections, set } = derivation;
  if (moment === null && process === 'sde') return derivation.thresholds;
  if (moment === null && process !== 'sde') return chainThresholds(model, derivation, process)?.thresholds ?? [];
  if (linearisation === null || eigenDirections === null) return [];
  const data = dataNames(model);
  const growths = meanSquareGrowths(model, linearisation, eigenDirections, process, data);
  return growths === null ? [] : deriveThresholds(model, set, growths, data).thresholds;
}

/** λ and Λ(2) of every process that applies; λ_SGD may be −∞ at the file's constants and have zeros at others. */
function quantitiesOf({ exponents: { sde, eulerMaruyama, sgd, moments } }: Prediction): ThresholdQuantity[] {
  const tops = { sde, eulerMaruyama, sgd };
  return (['sde', 'eulerMaruyama', 'sgd'] as const).flatMap((process) => {
    const known = (moments ?? []).filter((one) => one.process === process);
    return [
      ...(tops[process] === null && known.length === 0 ? [] : [{ process, moment: null }]),
      ...(known.some(({ p }) => p === 2) ? [{ process, moment: 2 }] : []),
    ];
  });
}

function pathOf({ process, moment }: ThresholdQuantity): string {
  return moment === null ? `exponents.${process}` : `exponents.moments of ${process}`;
}

/** Exponents that are no sum or integral take up to seconds each. */
function isCostly({ exponents }: Prediction, codimension: number, process: ThresholdQuantity['process']): boolean {
  const found = exponents[process];
  return (
    found !== null &&
    !cheapMethods.has(found.method) &&
    !(process === 'sde' && found.method === 'spectral' && codimension === 2)
  );
}

/** What costs no more than milliseconds. */
export const cheapMethods: ReadonlySet<Exponent['method']> = new Set(['closed-form', 'sum', 'quadrature']);

/** Certificates of signs a hair from a zero are only looked for while that is quick. */
export const quickSearch = { mostCoefficients: 64, tolerance: 1e-9 };

/** Fewer looks and digits, each of which costs seconds. */
export const costlySearch = { mostCoefficients: 64, looks: 9, tolerance: 1e-4 };
/** As few, of which one next to a zero costs no more than another. */
const enclosedSearch = { ...costlySearch, tolerance: 1e-6 };

const boundaryColumns = 33;
/** More digits than a curve shows. */
const boundarySearch = { tolerance: 1e-6 };
