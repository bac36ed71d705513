import { existsSync } from 'node:fs';
import { InputError } from '../arithmetic/inputError.js';
import { type ReproduceHeader, type ReproduceLine, reproduceParts } from '../report/reproduceSchema.js';
import { reproduceText } from '../report/reproduceText.js';
import type { Experiment, Laboratory, Size } from '../reproduce/experiment.js';
import { deepCifar } from '../reproduce/experiments/deepCifar.js';
import { experiments } from '../reproduce/experiments.js';
import { runCells } from '../reproduce/runCells.js';
import { itemsOf } from '../sweep/shard.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { checkSame, openPart, readParts, statedPart } from './partFiles.js';
import { openProgress } from './progress.js';
import { writeExperiment } from './reproduceResults.js';
import { jsonText, prepareFolder } from './writeResults.js';

/** The options of `collapse reproduce`, as commander hands them over. */
export interface ReproduceOptions {
  readonly list?: true;
  readonly full?: true;
  readonly quick?: true;
  readonly seed: number;
  readonly json?: true;
  readonly out?: string;
  readonly shard: string;
  readonly resume?: true;
  readonly strict?: true;
  readonly quiet?: true;
  readonly threads?: number;
  readonly cifar?: string;
}

/**
 * `collapse reproduce`: runs a published experiment and prints its claims as passed or failed, with the numbers that
 * decide them. With `--out` each cell is on the disk before the next begins; `--resume` goes on, with what other parts in
 * the folder hold too. Throws InputError.
 */
export async function reproduce(
  name: string | undefined,
  options: ReproduceOptions,
  output: Output,
  openLaboratory: () => Promise<Laboratory>,
): Promise<ExitStatus> {
  if (options.list) return listExperiments(options, output);
  const isCifar = name === 'deep' && options.cifar !== undefined;
  const { experiment, size, header } = planReproduction(isCifar ? deepCifar.name : name, options);
  if (options.cifar !== undefined && experiment !== deepCifar) {
    throw new InputError('--cifar', `${experiment.name} has no images of its own`, 'reproduce deep --cifar');
  }
  const { seed, out } = options;
  const { shard, file } = statedPart(options, 'an experiment');
  const cells = experiment.cells(size);
  prepareFolder(out);
  const lines = new Map<string, ReproduceLine>(linesIn(out, header).map((line) => [line.cell, line]));
  const mine = itemsOf([...cells.keys()], shard).map((i) => cells[i]);
  const todo = mine.filter(({ id }) => !lines.has(id));
  const part = file === null ? null : openPart(file, header, existsSync(file));
  const { signal, release } = catchInterruption(output);
  const progress = openProgress(options.quiet ?? false);
  try {
    let done = 0;
    for await (const line of runCells(todo, await openLaboratory(), { seed, signal })) {
      part?.append(line);
      lines.set(line.cell, line);
      progress.report(`${experiment.name}: ${++done} of ${todo.length} cells`, done / todo.length);
    }
  } finally {
    part?.close();
    progress.stop();
    release();
  }
  const known = cells.flatMap(({ id }) => lines.get(id) ?? []);
  if (known.length < cells.length) {
    const hint = out === undefined ? '' : '; --resume goes on';
    output.message(`${experiment.name}: ${known.length} of ${cells.length} cells are done${hint}\n`);
    return signal.aborted ? exitStatus.interrupted : exitStatus.done;
  }
  const result = await writeExperiment(experiment, header, known, out, output.message);
  output.result(options.json ? jsonText(result) : reproduceText(result, output.width));
  const fails = result.checks.some(({ kind, pass }) => kind === 'gating' && !pass);
  return options.strict && fails ? exitStatus.failed : exitStatus.done;
}

/** The experiment of a name and the first line of its parts. Throws InputError. */
export function planReproduction(
  name: string | undefined,
  { full, quick, seed }: Pick<ReproduceOptions, 'full' | 'quick' | 'seed'>,
): { readonly experiment: Experiment; readonly size: Size; readonly header: ReproduceHeader } {
  const experiment = chooseExperiment(name);
  const size: Size = full ? 'full' : 'quick';
  if (full && quick) throw new InputError('--full', 'it stands beside --quick', 'one of the two');
  const cells = experiment.cells(size).map(({ id }) => id);
  const header: ReproduceHeader = {
    schema: 1,
    version: packageVersion(),
    seed,
    kind: 'reproduce',
    experiment: experiment.name,
    size,
    cells,
  };
  return { experiment, size, header };
}

/** What the parts in a folder hold of this very run. */
function linesIn(folder: string | undefined, header: ReproduceHeader): ReproduceLine[] {
  if (folder === undefined) return [];
  return readParts(reproduceParts, folder).flatMap((part) => {
    checkSame(part.file, part.header, header);
    return part.lines;
  });
}

/** The experiment of a name. Throws InputError. */
export function chooseExperiment(name: string | undefined): Experiment {
  const names = experiments.map((one) => one.name).join(', ');
  if (name === undefined) throw new InputError('collapse reproduce', 'no experiment is named', `one of ${names}`);
  const found = [...experiments, deepCifar].find((one) => one.name === name);
  if (found === undefined) throw new InputError(name, 'no such experiment', `one of ${names}`);
  return found;
}

function listExperiments({ json }: ReproduceOptions, output: Output): ExitStatus {
  const listed = experiments.map(({ name, title, source }) => ({ name, title, source }));
  const width = Math.max(...listed.map(({ name }) => name.length));
  const text = listed.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
  output.result(json ? jsonText(listed) : text);
  return exitStatus.done;
}
