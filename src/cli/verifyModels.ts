import type { Model } from '../model/model.js';
import { type VerifiedModel, verifyResultJson } from '../report/resultJson.js';
import type { Engines } from '../verify/engines.js';
import { type Stage, verifyModel } from '../verify/verifyModel.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { type LocatedModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand, type TableFormat } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { tableFormats } from './tableFormats.js';
import { prepareFolder, writeResults } from './writeResults.js';

/**
 * Verifies the located models and prints the table of their sets in one format; `--out` gets it too, beside the JSON.
 * After Ctrl-C what was done is printed. The engines are opened once the input is known to be good. Throws InputError.
 */
export async function verifyModels(
  located: readonly LocatedModel[],
  format: TableFormat,
  options: CommonOptions,
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  const models = readModels(located, options.set).map((model) => (options.quick ? quickened(model) : model));
  const { signal, release } = catchInterruption(output.message);
  prepareFolder(options.out);
  const engines = await openEngines();
  const verified = await verifyAll(located, models, engines, options, signal).finally(release);
  const result = verifyResultJson(packageVersion(), options.seed, verified);
  output.result(tableFormats[format].print(result));
  const table = tableFormats[format === 'json' ? 'text' : format];
  writeResults(
    options.out,
    {
      'result.json': tableFormats.json.print(result),
      [`table.${table.extension}`]: table.print(result),
    },
    output.message,
  );
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
  located: readonly LocatedModel[],
  models: readonly Model[],
  engines: Engines,
  options: CommonOptions,
  signal: AbortSignal,
): Promise<VerifiedModel[]> {
  const progress = openProgress(options.quiet ?? false);
  const verified: VerifiedModel[] = [];
  try {
    for (const [i, model] of models.entries()) {
      if (signal.aborted) break;
      const { source } = located[i];
      const verdicts = await verifyModel(model, engines, {
        seed: options.seed,
        signal,
        onProgress: (stage, share) => progress.report(`${source}: ${stageNames[stage]}`, (i + share) / models.length),
      });
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

/** Enough for a first look: intervals twice as wide as of the 200 trajectories that the built-in models ask for. */
const quickTrajectories = 50;

/** The model with smaller ensembles, for trying out. */
export function quickened(model: Model): Model {
  const trajectories = Math.min(model.simulation.trajectories, quickTrajectories);
  return { ...model, simulation: { ...model.simulation, trajectories } };
}
