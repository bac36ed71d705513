import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import type fc from 'fast-check';
import { type ExitStatus, exitStatus } from '../src/cli/exitStatus.js';
import { catchInterruption } from '../src/cli/interruption.js';
import { type LocatedModel, locateBuiltins, readModels } from '../src/cli/locate.js';
import { readCount, readSeed } from '../src/cli/options.js';
import type { Output } from '../src/cli/output.js';
import { packageRoot } from '../src/cli/packageRoot.js';
import { openProgress } from '../src/cli/progress.js';
import type { Model } from '../src/model/model.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { models as randomModels } from './arbitraries/models.js';
import { formatOutcome } from './formatOutcome.js';
import { modelProperties } from './modelProperties.js';
import type { ModelProperty } from './modelProperty.js';
import { runProperty } from './runProperty.js';

/** One model, or random ones, that the properties are run on. */
interface Subject {
  readonly name: string;
  readonly models: Model | fc.Arbitrary<Model>;
  /** of the runs that are asked for */
  readonly share: number;
}

interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly property?: string;
  readonly model?: string;
  readonly path?: string;
  readonly quiet?: boolean;
}

/**
 * `npm run properties`: every property on every built-in model, on the models of properties/corpus, and on random ones.
 *
 * Half of the runs go to random models, the other half to the named ones in equal parts. A set that the derivation
 * refutes takes no part in `invariance`, which it must fail; `invariance-verdict` holds it to that.
 */
export async function selfCheck(args: readonly string[], output: Output): Promise<ExitStatus> {
  const command = new Command('npm run properties --')
    .option('--runs <n>', 'cases of each property', readCount, 1000)
    .option('--seed <n>', 'seed of every random number', readSeed, 1)
    .option('--property <name>', 'this property alone')
    .option('--model <name>', 'this model alone: an id, a file of the corpus, or random')
    .option('--path <path>', 'replay the case that a failure named, with its property and model')
    .option('--quiet', 'no progress')
    .exitOverride()
    .configureOutput({ writeOut: output.result, writeErr: output.message });
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  }
  const options = command.opts<Options>();
  const properties = modelProperties().filter(({ name }) => [undefined, name].includes(options.property));
  const subjects = allSubjects().filter(({ name }) => [undefined, name].includes(options.model));
  if (properties.length === 0 || subjects.length === 0) {
    output.message(`error: no property or model of that name\n`);
    return exitStatus.usage;
  }
  return runAll(properties, subjects, options, output);
}

async function runAll(
  properties: readonly ModelProperty[],
  subjects: readonly Subject[],
  { runs, seed, path, quiet = false }: Options,
  output: Output,
): Promise<ExitStatus> {
  const { signal, release } = catchInterruption(output);
  const progress = openProgress(quiet);
  let failures = 0;
  let done = 0;
  try {
    for (const subject of subjects) {
      output.result(`${subject.name}\n`);
      for (const property of properties) {
        const what = `${subject.name}: ${property.name}`;
        const outcome = await runProperty(property, modelsFor(property, subject), {
          runs: runs * subject.share,
          seed,
          signal,
          ...(path === undefined ? {} : { path }),
          onCase: () => progress.report(what, done / (subjects.length * properties.length)),
        });
        if (signal.aborted) return exitStatus.interrupted;
        const again = `npm run properties -- --seed ${seed} --model ${subject.name} --property ${property.name}`;
        const replay = outcome.status === 'failed' ? `${again} --path ${outcome.path}` : again;
        output.result(formatOutcome(property, outcome, replay));
        if (outcome.status === 'failed') failures++;
        done++;
      }
    }
  } finally {
    progress.stop();
    release();
  }
  output.result(failures === 0 ? 'no property failed\n' : `${failures} failed\n`);
  return failures === 0 ? exitStatus.done : exitStatus.failed;
}

function modelsFor(property: ModelProperty, { models }: Subject): Subject['models'] {
  if (property.name !== 'invariance' || !('sets' in models)) return models;
  const sets = models.sets.filter((set) => deriveSet(models, set).invariance.status !== 'refuted');
  return { ...models, sets };
}

function allSubjects(): Subject[] {
  const located = [...locateBuiltins(), ...corpus()];
  const named = located.map((one) => ({
    name: one.source,
    models: readModels([one], new Map())[0],
    share: 1 / 2 / located.length,
  }));
  return [...named, { name: 'random', models: randomModels(), share: 1 / 2 }];
}

/** Models on which a property once failed. */
export function corpus(): LocatedModel[] {
  const folder = join(packageRoot(), 'properties', 'corpus');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => ({ source: file, text: readFileSync(join(folder, file), 'utf8') }));
}
