import { InputError } from '../arithmetic/inputError.js';
import type { Certificate } from '../kernel/exponent/certificate.js';
import { dataNames } from '../model/constants.js';
import { type MatrixProduct, readMatrixProduct } from '../model/matrixProduct.js';
import type { Model } from '../model/model.js';
import { piecesOf } from '../model/schedule.js';
import { findNeighbourhood } from '../prediction/neighbourhood/neighbourhoodSearch.js';
import { predict as predictSet } from '../prediction/predict.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import { predictProduct, productThresholds, searchedConstants } from '../prediction/predictProduct.js';
import { type Axis, scaleOf, usualAxis } from '../prediction/thresholds/axis.js';
import { traceBoundary } from '../prediction/thresholds/boundaryCurve.js';
import {
  certifiedThresholds,
  type NumericThreshold,
  type ThresholdQuantity,
} from '../prediction/thresholds/thresholdSearch.js';
import { thresholdsJson } from '../report/derivationJson.js';
import { predictResultJson, type SetPrediction } from '../report/predictJson.js';
import type { PredictResult } from '../report/predictSchema.js';
import { predictionDocuments } from '../report/predictSections.js';
import { productResultJson } from '../report/productJson.js';
import { chainThresholds } from '../symbolic/chainThresholds.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import type { Derivation } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import { meanSquareGrowths } from '../symbolic/meanSquare.js';
import { deriveThresholds } from '../symbolic/thresholds.js';
import { type Densities, densitiesOf } from '../verify/densities.js';
import { type DocumentFormat, documentFormat } from './documentFormat.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress, type Progress } from './progress.js';
import { TimeLimit } from './timeLimit.js';
import { writePlots } from './writePlots.js';
import { prepareFolder, writeResults } from './writeResults.js';

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
 * `collapse predict`: what theory predicts of every set of one model, once difference quotients confirm its derivatives,
 * and without measuring anything: exponents, certificates, thresholds in every constant. Of a random
 * matrix product the same, but for what is said of SDEs alone. After Ctrl-C the sets that were done are printed. Throws
 * InputError.
 */
export async function predict(name: string, options: PredictCommandOptions, output: Output): Promise<ExitStatus> {
  const format = documentFormat(options);
  if (options.plot !== undefined) checkPlotName(options.plot);
  const located = locateModel(name);
  const product = readMatrixProduct(located.text, located.source, options.set);
  if (product !== null) {
    const result = predictMatrixProduct(product, located.source, format, options, output);
    if (options.plot !== undefined) await plot(result, [], options.plot, output);
    return exitStatus.done;
  }
  const { source } = located;
  const [model] = readModels([located], options.set);
  for (const axis of options.range.values()) scaleOf(model, axis);
  for (const constant of options.boundary ?? []) usualAxis(model, constant);
  prepareFolder(options.out);
  const limit = new TimeLimit(options.timeLimit);
  limit.share(`${source}: that its derivatives are right`, 2, () => checkDerivatives(model));
  const { signal, release } = catchInterruption(output);
  const progress = openProgress(options.quiet ?? false);
  const pieces = piecesOf(model);
  const work = pieces.flatMap((piece) => piece.sets.map((_, set) => ({ piece, set })));
  const predictions = new Map(pieces.map((piece) => [piece, [] as SetPrediction[]]));
  let done = 0;
  try {
    for (const { piece, set } of work) {
      // a turn of the event loop, in which Ctrl-C is seen
      await new Promise(setImmediate);
      if (signal.aborted) break;
      const report = (what: string, share: number): void =>
        progress.report(`${source}: ${what}`, (done + share) / work.length);
      const { name } = piece.sets[set];
      const found = limit.share(name, work.length - done, () => predicted(piece, set, options, report));
      if (found !== null) predictions.get(piece)?.push(found);
      done++;
    }
  } finally {
    progress.stop();
    release();
  }
  const models = [...predictions].map(([piece, sets]) => ({ model: piece, source, sets }));
  const result = { ...predictResultJson(packageVersion(), options.seed, models), ...limit.parts };
  print(result, format, options, output, certificateFiles([...predictions.values()].flat()));
  if (options.plot !== undefined) {
    const densities = models.map(({ model: piece, sets }) =>
      sets.map(({ derivation }) => densitiesOf(piece, derivation)),
    );
    await plot(result, densities, options.plot, output);
  }
  output.message(limit.message);
  if (!signal.aborted) return exitStatus.done;
  output.message(`interrupted: ${done} of ${work.length} sets\n`);
  return exitStatus.interrupted;
}

/** A random matrix product: exponents, moments, thresholds in every constant. */
function predictMatrixProduct(
  product: MatrixProduct,
  source: string,
  format: DocumentFormat,
  options: PredictCommandOptions,
  output: Output,
): PredictResult {
  const stray = options.boundary !== undefined ? '--boundary' : options.neighbourhood ? '--neighbourhood' : null;
  if (stray !== null) throw new InputError(stray, 'a random matrix product follows no SDE', 'a model with sets');
  for (const axis of options.range.values()) scaleOf(product, axis);
  prepareFolder(options.out);
  const { seed, range, spectrum = false } = options;
  const progress = openProgress(options.quiet ?? false);
  try {
    progress.report(`${source}: predicting`, 0);
    const prediction = predictProduct(product, { seed, spectrum });
    const isCheap = prediction.exponent === null || cheapMethods.has(prediction.exponent.method);
    const searches = searchedConstants(product).flatMap((constant) =>
      [null, 2].map((moment) => ({ moment, axis: range.get(constant) ?? usualAxis(product, constant) })),
    );
    const thresholds = searches.map(({ moment, axis }, i) => {
      const onLook = (share: number): void =>
        progress.report(`${source}: thresholds in ${axis.constant}`, (i + share) / searches.length);
      const search = isCheap || moment !== null ? quickSearch : costlySearch;
      return { moment, axis, zeros: productThresholds(product, axis, moment, { ...search, seed, onLook }) };
    });
    const result = productResultJson(packageVersion(), seed, { source, product, prediction, thresholds });
    print(result, format, options, output, {});
    return result;
  } finally {
    progress.stop();
  }
}

async function plot(
  result: PredictResult,
  densities: readonly (readonly Densities[])[],
  file: string,
  { message }: Output,
): Promise<void> {
  const { predictionPlots } = await import('../report/plots/predictionPlot.js');
  await writePlots(predictionPlots(result, densities), file, 'nothing was predicted that is drawn', message);
}

/** Writes what was predicted, and further files into the folder of `--out`. */
function print(
  result: PredictResult,
  format: DocumentFormat,
  options: PredictCommandOptions,
  output: Output,
  further: Readonly<Record<string, string>>,
): void {
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const documents = predictionDocuments(result);
  const text = (columns?: number): string => documents.map((one) => format.print(one, columns)).join('\n');
  output.result(format.isJson ? json : text(output.width));
  writeResults(
    options.out,
    { 'prediction.json': json, [`prediction.${format.extension}`]: text(), ...further },
    output.message,
  );
}

function predicted(
  model: Model,
  index: number,
  { seed, boundary, neighbourhood, range, spectrum, quick }: PredictCommandOptions,
  report: Progress['report'],
): SetPrediction {
  const axisOf = (constant: string): Axis => range.get(constant) ?? usualAxis(model, constant);
  report('deriving', 0);
  const set = model.sets[index];
  const derivation = deriveSet(model, set);
  report('predicting', 0);
  const prediction = predictSet(model, derivation, { seed, moments: true, spectrum: spectrum === true });
  const costly = ({ process, moment }: ThresholdQuantity): boolean =>
    moment === null && isCostly(prediction, derivation.codimension, process);
  const searched = prediction.baseMoves ? [] : quantitiesOf(prediction).filter((one) => !(quick && costly(one)));
  const searches = [...model.constants.keys()].flatMap((constant) =>
    searched.map((quantity) => ({ quantity, axis: axisOf(constant) })),
  );
  const closedForms = new Map(searched.map((quantity) => [quantity, closedFormsOf(model, derivation, quantity)]));
  const thresholds = searches.map(({ quantity, axis }, i) => {
    const onLook = (share: number): void => report(`thresholds in ${axis.constant}`, (i + share) / searches.length);
    const isEnclosed = quantity.process === 'sde' && prediction.exponents.sde?.level === 1;
    const search = costly(quantity) ? (isEnclosed ? enclosedSearch : costlySearch) : quickSearch;
    const solved = (closedForms.get(quantity) ?? []).filter(({ parameter }) => parameter === axis.constant);
    const known = thresholdsJson(model, derivation, solved).flatMap(({ value }) => value ?? []);
    return {
      quantity,
      axis,
      closedForms: solved,
      zeros: certifiedThresholds(model, derivation, axis, { ...search, known, seed, quantity, onLook }),
    };
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
  if (process === 'eulerMaruyama' || linearisation === null || eigenDirections === null) return [];
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

/** Exponents that are no sum or integral take up to seconds each. */
function isCostly({ exponents }: Prediction, codimension: number, process: ThresholdQuantity['process']): boolean {
  const found = exponents[process];
  return (
    found !== null &&
    !cheapMethods.has(found.method) &&
    !(process === 'sde' && found.method === 'spectral' && codimension === 2)
  );
}

const cheapMethods: ReadonlySet<Exponent['method']> = new Set(['closed-form', 'sum', 'quadrature']);

/** Certificates of signs a hair from a zero are only looked for while that is quick. */
const quickSearch = { mostCoefficients: 64, tolerance: 1e-9 };

/** Fewer looks and digits, each of which costs seconds. */
const costlySearch = { mostCoefficients: 64, looks: 9, tolerance: 1e-4 };
/** As few, of which one next to a zero costs no more than another. */
const enclosedSearch = { ...costlySearch, tolerance: 1e-6 };

const boundaryColumns = 33;
/** More digits than a curve shows. */
const boundarySearch = { tolerance: 1e-6 };

/** All certificates, for `collapse check --certificate`; named by set, and by what they certify. */
function certificateFiles(sets: readonly SetPrediction[]): Record<string, string> {
  const named = sets.flatMap(({ prediction, thresholds, neighbourhood }, i): [string, unknown][] => [
    [`${i + 1}`, prediction.exponents.sde?.certificate ?? null],
    ...thresholds.flatMap(({ axis, zeros }) =>
      zeros.flatMap((zero, j) => endsOf(zero, `${i + 1}-${axis.constant}-${j + 1}`)),
    ),
    [`${i + 1}-neighbourhood`, neighbourhood?.status === 'found' ? neighbourhood.neighbourhood.certificate : null],
  ]);
  return Object.fromEntries(
    named.flatMap(([name, certificate]) =>
      certificate === null ? [] : [[`certificate-${name}.json`, `${JSON.stringify(certificate, null, 2)}\n`]],
    ),
  );
}

function endsOf({ certificates }: NumericThreshold, name: string): [string, Certificate | null][] {
  return [
    [`${name}-below`, certificates[0]],
    [`${name}-above`, certificates[1]],
  ];
}
