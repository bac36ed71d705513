import { OutOfWork } from '../arithmetic/work.js';
import type { Model } from '../model/model.js';
import { piecesOf } from '../model/schedule.js';
import { stepsToShow } from '../report/derivationSteps.js';
import { type VerifiedModel, verifyResultJson } from '../report/resultJson.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import type { Engines } from '../verify/engines.js';
import { type Stage, verifyModel } from '../verify/verifyModel.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { limitedEngines } from './limitedEngines.js';
import { type LocatedModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';

import { costSentence, requireLength } from './runCost.js';
import { type PrintedFormat, tableFormats } from './tableFormats.js';

import { TimeLimit } from './timeLimit.js';
import { writePlots } from './writePlots.js';
import { prepareFolder, writeResults } from './writeResults.js';

/**
 * Verifies the located models and prints the table of their sets in one format; `--out` gets it too, beside the JSON.
 * After Ctrl-C what was done is printed. The engines are opened once the input is known to be good. Throws InputError.
 */
export async function verifyModels(
  located: readonly LocatedModel[],
  format: PrintedFormat,
  options: CommonOptions & { readonly plot?: string; readonly explain?: true },
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  if (options.plot !== undefined) checkPlotName(options.plot);
  const read = readModels(located, options.set).map((model) => (options.quick ? quickened(model) : model));
  const named = read.flatMap((model, i) =>
    piecesOf(model).map((piece) => ({ model: piece, source: located[i].source })),
  );
  const models = named.map(({ model }) => model);
  requireLength(models, options.maxSteps);
  const { signal, release } = catchInterruption(output);
  prepareFolder(options.out);
  const engines = await openEngines();
  for (const model of models) output.message(costSentence(model) ?? '');
  const limit = new TimeLimit(options.timeLimit, signal);
  const verified = await verifyAll(named, engines, options, signal, limit).finally(release);
  const result = { ...verifyResultJson(packageVersion(), options.seed, verified), ...limit.parts };
  const style = { explain: options.explain ?? false, ...(output.width && { width: output.width }) };
  output.result(await tableFormats[format].print(result, style));
  const table = tableFormats[format === 'json' ? 'text' : format];
  if (options.out !== undefined) {
    const { verifyReportHtml } = await import('./verifyReports.js');
    const files = {
      'result.json': await tableFormats.json.print(result),
      [`table.${table.extension}`]: await table.print(result),
      'report.html': await verifyReportHtml(result, verified),
    };
    writeResults(options.out, files, output.message);
  }
  if (options.plot !== undefined) {
    const { verifyPlots } = await import('./verifyReports.js');
    await writePlots(
      verifyPlots(result, verified).flat(2),
      options.plot,
      'no trajectories were recorded',
      output.message,
    );
  }
  output.message(limit.message);
  if (signal.aborted) {
    output.message(`interrupted: ${verified.length} of ${models.length} models, the last perhaps in part\n`);
    return exitStatus.interrupted;
  }
  const disagrees = verified.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome === 'disagree'));
  return options.strict && disagrees ? exitStatus.failed : exitStatus.done;
}

/** Each model once, in the order given. */
export function withoutRepeats(located: readonly LocatedModel[]): LocatedModel[] {
  return located.filter(({ source }, i) => located.findIndex((other) => other.source === source) === i);
}

async function verifyAll(
  models: readonly Pick<VerifiedModel, 'model' | 'source'>[],
  engines: Engines,
  options: CommonOptions,
  signal: AbortSignal,
  limit: TimeLimit,
): Promise<VerifiedModel[]> {
  const progress = openProgress(options.quiet ?? false, limit);
  const verified: VerifiedModel[] = [];
  try {
    for (const [i, { model, source }] of models.entries()) {
      if (signal.aborted) break;
      const left = models.length - i;
      limit.share(`${source}: that its derivatives are right`, 2 * left, () => checkDerivatives(model));
      const within = limitedEngines(engines, () => limit, left);
      const verdicts = await verifyModel(model, within, {
        seed: options.seed,
        signal,
        checked: true,
        onProgress: (stage, share) => progress.report(`${source}: ${stageNames[stage]}`, (i + share) / models.length),
      }).catch((error) => {
        if (error instanceof OutOfWork) return null;
        throw error;
      });
      if (verdicts === null) continue;
      // the report tells the derivations
      for (const { derivation } of options.out === undefined ? [] : verdicts) {
        const what = `${source}: the threshold of SGD at ${derivation.set.name}`;
        limit.share(what, left, () => stepsToShow(model, derivation));
      }
      verified.push({ model, source, verdicts, replay: replayCommand('verify', source, options) });
    }
  } finally {
    progress.stop();
  }
  return verified;
}

const stageNames: Readonly<Record<Stage, string>> = {
  derive: 'deriving',
  predict: 'predicting',
  simulate: 'simulating the SDE',
  train: 'training by SGD',
  isolate: 'isolating causes',
};

/** Enough for a first look: intervals three times as wide as of the 800 trajectories that the built-in models ask for. */
const quickTrajectories = 100;
/** Of averages over a moving base point; signs that are clear are clear after as many. */
const quickAveragingSteps = 2 ** 15;

/** The model with smaller ensembles, for trying out. */
export function quickened(model: Model): Model {
  const trajectories = Math.min(model.simulation.trajectories, quickTrajectories);
  const averagingSteps = Math.min(model.simulation.averagingSteps, quickAveragingSteps);
  return { ...model, simulation: { ...model.simulation, trajectories, averagingSteps } };
}
