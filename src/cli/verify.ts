import type { Model } from '../model/model.js';
import { InputError } from '../numeric/inputError.js';
import { type VerifiedModel, verifyResultJson } from '../report/resultJson.js';
import { theoryTable } from '../report/table.js';
import type { Engines } from '../verify/engines.js';
import { type Stage, verifyModel } from '../verify/verifyModel.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { type LocatedModel, locateBuiltins, locateModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { prepareFolder, writeResults } from './writeResults.js';

/**
 * `collapse verify`: one verdict a set of each named model, as the theory table or as JSON. After Ctrl-C what
 * was done is printed. The engines are opened once the input is known to be good. Throws InputError.
 */
export async function verify(
  names: readonly string[],
  options: CommonOptions & { readonly builtin?: true },
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  const located = locateAll(names, options.builtin ?? false);
  const models = readModels(located, options.set).map((model) => (options.quick ? quickened(model) : model));
  prepareFolder(options.out);
  const engines = await openEngines();
  const { signal, release } = catchInterruption();
  const verified = await verifyAll(located, models, engines, options, signal).finally(release);
  const result = verifyResultJson(packageVersion(), options.seed, verified);
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const table = theoryTable(result);
  output.result(options.json ? json : table);
  writeResults(options.out, { 'result.json': json, 'table.txt': table });
  if (signal.aborted) {
    output.message(`interrupted: ${verified.length} of ${models.length} models, the last perhaps in part\n`);
    return exitStatus.interrupted;
  }
  const disagrees = verified.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome === 'disagree'));
  return options.strict && disagrees ? exitStatus.failed : exitStatus.done;
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

function locateAll(names: readonly string[], builtin: boolean): LocatedModel[] {
  if (names.length === 0 && !builtin) {
    throw new InputError('collapse verify', 'no model is named', 'ids of built-in models, model files, or --builtin');
  }
  const located = [...(builtin ? locateBuiltins() : []), ...names.map(locateModel)];
  return located.filter(({ source }, i) => located.findIndex((other) => other.source === source) === i);
}

/** Enough for a first look: intervals twice as wide as of the 200 trajectories that the built-in models ask for. */
const quickTrajectories = 50;

function quickened(model: Model): Model {
  const trajectories = Math.min(model.simulation.trajectories, quickTrajectories);
  return { ...model, simulation: { ...model.simulation, trajectories } };
}
