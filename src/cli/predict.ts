import { InputError } from '../arithmetic/inputError.js';
import { workSpent } from '../arithmetic/withinWork.js';
import { type MatrixProduct, readMatrixProduct } from '../model/matrixProduct.js';
import { piecesOf } from '../model/schedule.js';
import { predictProduct, productThresholds, searchedConstants } from '../prediction/predictProduct.js';
import { scaleOf, usualAxis } from '../prediction/thresholds/axis.js';
import { predictResultJson, type SetPrediction } from '../report/predictJson.js';
import type { PredictResult } from '../report/predictSchema.js';
import { predictionDocuments } from '../report/predictSections.js';
import { productResultJson } from '../report/productJson.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import { type Densities, densitiesOf } from '../verify/densities.js';
import { type DocumentFormat, documentFormat } from './documentFormat.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { cheapMethods, costlySearch, type PredictCommandOptions, predictOneSet, quickSearch } from './predictOneSet.js';
import { openProgress } from './progress.js';
import { TimeLimit } from './timeLimit.js';
import { writePlots } from './writePlots.js';
import { certificateFiles, jsonText, prepareFolder, writeResults } from './writeResults.js';

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
  const { signal, release } = catchInterruption(output);
  const limit = new TimeLimit(options.timeLimit, signal);
  limit.share(`${source}: that its derivatives are right`, 2, () => checkDerivatives(model));
  const progress = openProgress(options.quiet ?? false, limit);
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
      const begun = workSpent();
      const found = limit.share(name, work.length - done, () => predictOneSet(piece, set, options, limit, report));
      if (signal.aborted) break;
      if (found !== null) limit.noteCut(name, found.prediction, begun);
      if (found !== null) predictions.get(piece)?.push(found);
      done++;
    }
  } finally {
    progress.stop();
    release();
  }
  const models = [...predictions].map(([piece, sets]) => ({ model: piece, source, sets }));
  const result = { ...predictResultJson(packageVersion(), options.seed, models), ...limit.parts };
  print(result, format, options, output, certificatesOf([...predictions.values()].flat()));
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
  const json = jsonText(result);
  const documents = predictionDocuments(result);
  const text = (columns?: number): string => documents.map((one) => format.print(one, columns)).join('\n');
  output.result(format.isJson ? json : text(output.width));
  writeResults(
    options.out,
    { 'prediction.json': json, [`prediction.${format.extension}`]: text(), ...further },
    output.message,
  );
}

/** All certificates, for `collapse check --certificate`; named by set, and by what they certify. */
function certificatesOf(sets: readonly SetPrediction[]): Record<string, string> {
  const named = sets.flatMap(({ prediction, thresholds, neighbourhood }, i): [string, unknown][] => [
    [`${i + 1}`, prediction.exponents.sde?.certificate ?? null],
    ...thresholds.flatMap(({ axis, zeros }) =>
      zeros.flatMap(({ certificates }, j) =>
        ['below', 'above'].map((side, end): [string, unknown] => [
          `${i + 1}-${axis.constant}-${j + 1}-${side}`,
          certificates[end],
        ]),
      ),
    ),
    [`${i + 1}-neighbourhood`, neighbourhood?.status === 'found' ? neighbourhood.neighbourhood.certificate : null],
  ]);
  return certificateFiles(named);
}
