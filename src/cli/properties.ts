import {
  failureModelFile,
  formatOutcome,
  type ModelProperty,
  modelProperties,
  type PropertyOutcome,
  runProperty,
} from '../../properties/index.js';
import { InputError } from '../arithmetic/inputError.js';
import { workSpent } from '../arithmetic/withinWork.js';
import type { Model } from '../model/model.js';
import type { PropertiesResult } from '../report/propertiesSchema.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { TimeLimit } from './timeLimit.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/** The options of `collapse properties`. */
export interface PropertiesOptions extends CommonOptions {
  readonly runs?: number;
  readonly path?: string;
  /** the name of the one property to run */
  readonly property?: string;
}

interface Ran {
  readonly property: ModelProperty;
  readonly outcome: PropertyOutcome;
  /** the command that runs the same again */
  readonly replay: string;
}

/**
 * `collapse properties`: runs every property on random cases made from one model, and prints of a failure the seed, the
 * path and the shrunk model as a model file. After Ctrl-C what was done is printed. Throws InputError.
 */
export async function properties(name: string, options: PropertiesOptions, output: Output): Promise<ExitStatus> {
  const chosen = chooseProperties(options);
  const located = locateModel(name);
  const [model] = readModels([located], options.set);
  prepareFolder(options.out);
  const { signal, release } = catchInterruption(output);
  const limit = new TimeLimit(options.timeLimit, signal);
  const ran = await runAll(chosen, model, located.source, options, signal, limit).finally(release);
  if (ran.length > 0 && ran.every(({ outcome }) => ['foreign path', 'inapplicable'].includes(outcome.status))) {
    checkPath(options.path);
  }
  const result = { ...resultJson(model, located.source, options, ran), ...limit.parts };
  const json = jsonText(result);
  const text = ran.map(({ property, outcome, replay }) => formatOutcome(property, outcome, replay)).join('');
  output.result(options.json ? json : text);
  writeResults(options.out, { 'properties.json': json, 'properties.txt': text, ...modelFiles(ran) }, output.message);
  output.message(limit.message);
  if (signal.aborted) {
    output.message(`interrupted: ${ran.length} of ${chosen.length} properties, the last perhaps in part\n`);
    return exitStatus.interrupted;
  }
  return ran.some(({ outcome }) => outcome.status === 'failed') ? exitStatus.failed : exitStatus.done;
}

/** Enough to meet every kind of case, in some ten seconds for a model of the size of the built-in ones. */
const defaultRuns = 100;
const quickRuns = 20;

function chooseProperties({ property: name, backend = 'auto' }: PropertiesOptions): readonly ModelProperty[] {
  const all = modelProperties({ backend });
  if (name === undefined) return all;
  const chosen = all.filter((property) => property.name === name);
  if (chosen.length > 0) return chosen;
  throw new InputError('--property', `there is no property ${name}`, all.map((property) => property.name).join(', '));
}

async function runAll(
  chosen: readonly ModelProperty[],
  model: Model,
  source: string,
  options: PropertiesOptions,
  signal: AbortSignal,
  limit: TimeLimit,
): Promise<Ran[]> {
  const { seed, path } = options;
  const runs = options.runs ?? (options.quick ? quickRuns : defaultRuns);
  const progress = openProgress(options.quiet ?? false, limit);
  const ran: Ran[] = [];
  try {
    for (const [i, property] of chosen.entries()) {
      if (signal.aborted) break;
      let cases = 0;
      const begun = workSpent();
      const outcome = await runProperty(property, model, {
        runs,
        seed,
        signal,
        work: limit.stepsOf(chosen.length - i),
        ...(path === undefined ? {} : { path }),
        onCase: () => {
          cases++;
          const share = Math.min(1, cases / (runs * property.share));
          progress.report(`${source}: ${property.name}`, (i + share) / chosen.length);
        },
      });
      if (outcome.status === 'exhausted' && outcome.isOutOfWork) limit.note(property.name, begun);
      ran.push({ property, outcome, replay: replayOf(property, outcome, source, options) });
    }
  } finally {
    progress.stop();
  }
  return ran;
}

function replayOf({ name }: ModelProperty, outcome: PropertyOutcome, source: string, options: CommonOptions): string {
  const command = `${replayCommand('properties', source, options)} --property ${name}`;
  return outcome.status === 'failed' ? `${command} --path ${outcome.path}` : command;
}

function checkPath(path: string | undefined): void {
  if (path === undefined) return;
  throw new InputError(
    '--path',
    `${path} leads to no case`,
    'the path of a failure, with the seed and the model of it',
  );
}

function resultJson(model: Model, source: string, { seed }: CommonOptions, ran: readonly Ran[]): PropertiesResult {
  const entries = ran.map(({ property: { name, statement }, outcome, replay }) => {
    const failure = outcome.status === 'failed' ? outcome : null;
    return {
      name,
      statement,
      status: outcome.status,
      reason: 'reason' in outcome ? outcome.reason : null,
      runs: 'runs' in outcome ? outcome.runs : 0,
      skipped: 'skipped' in outcome ? outcome.skipped : null,
      seed: failure?.seed ?? null,
      path: failure?.path ?? null,
      shrinks: failure?.shrinks ?? null,
      model: failure && failureModelFile(name, failure),
      replay,
    };
  });
  return { schema: 1, version: packageVersion(), seed, models: [{ name: model.name, source, properties: entries }] };
}

/** The shrunk model of each failure, in a file of the property's name. */
function modelFiles(ran: readonly Ran[]): Record<string, string> {
  return Object.fromEntries(
    ran.flatMap(({ property: { name }, outcome }) =>
      outcome.status === 'failed' ? [[`${name}.yaml`, failureModelFile(name, outcome)]] : [],
    ),
  );
}
