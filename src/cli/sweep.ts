import { InputError } from '../arithmetic/inputError.js';
import { OutOfWork } from '../arithmetic/work.js';
import type { AffineSet, Model } from '../model/model.js';
import { sweepCsv } from '../report/sweepCsv.js';
import { type SweepSubject, sweepHeaderJson, sweepLineJson } from '../report/sweepJson.js';
import { type SweepHeader, type SweepLine, sweepParts } from '../report/sweepSchema.js';
import { sweepText } from '../report/sweepText.js';
import { readAxis } from '../sweep/axis.js';
import { coarseToFine, gridOf, modelAt, valuesAt } from '../sweep/grid.js';
import { type Measured, runSweep } from '../sweep/runSweep.js';
import { itemsOf } from '../sweep/shard.js';
import type { Engines } from '../verify/engines.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { limitedEngines } from './limitedEngines.js';
import { locateModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { checkSame, openPart, readPart, statedPart } from './partFiles.js';
import { openProgress } from './progress.js';
import { requireLength, sweepCostSentence, usualMaxStepsOfSweep } from './runCost.js';
import { sweepEndings, sweepJsonLines, writeSweep } from './sweepResults.js';
import { TimeLimit } from './timeLimit.js';
import { quickened } from './verifyModels.js';
import { prepareFolder } from './writeResults.js';

/** The options of `collapse sweep`, as commander hands them over. */
export interface SweepCommandOptions extends CommonOptions {
  readonly vary: readonly string[];
  readonly of?: string;
  readonly measure: Measured;
  readonly shard: string;
  readonly resume?: true;
  readonly plot?: string;
  readonly format?: 'text' | 'csv';
}

/**
 * `collapse sweep`: prediction, and measurement where asked, over a grid of constants. Cells come in an order that shows
 * the whole picture early; with `--out` each is on the disk before the next begins, and `--resume` goes on. Throws
 * InputError.
 */
export async function sweep(
  name: string,
  options: SweepCommandOptions,
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  if (options.plot !== undefined) checkPlotName(options.plot, sweepEndings);
  const { shard, file } = statedPart(options, 'a sweep');
  const { model, set, grid, subject, header } = planSweep(name, options, output);
  const { measure, seed, source } = subject;
  const items = itemsOf(coarseToFine(grid), shard);
  // a cell may have a learning rate, and with it a number of steps, of its own
  const measured = measure === 'none' ? [] : items.map((cell) => modelAt(model, grid, cell));
  if (measured.length > 0) requireLength(measured, options.maxSteps ?? usualMaxStepsOfSweep);
  prepareFolder(options.out);
  const done = file === null ? [] : linesBefore(file, header);
  const known = new Set(done.map(({ cell }) => cell));
  const cells = items.filter((cell) => !known.has(cell));
  const part = file === null ? null : openPart(file, header, known.size > 0);
  if (options.json) output.result(sweepJsonLines(header, done));
  if (measured.length > 0) output.message(sweepCostSentence(measured) ?? '');
  const { signal, release } = catchInterruption(output);
  const progress = openProgress(options.quiet ?? false);
  const lines: SweepLine[] = [...done];
  try {
    const engines = await openEngines();
    // limits of its own for each cell, so that it is what it is in whatever part and order
    let limits: TimeLimit[] = [];
    const limited = limitedEngines(engines, () => {
      const limit = new TimeLimit(options.timeLimit, signal);
      limits.push(limit);
      return limit;
    });
    for await (const found of runSweep(model, set, grid, cells, limited, { measure, seed, signal })) {
      const settings = new Map([...options.set, ...valuesAt(grid, found.cell)]);
      const replay = replayCommand('verify', source, { ...options, set: settings });
      const undecided = limits.flatMap((limit) => limit.undecided);
      const line = sweepLineJson(grid, found, replay, undecided.length > 0 ? { undecided } : {});
      limits = [];
      part?.append(line);
      lines.push(line);
      if (options.json) output.result(`${JSON.stringify(line)}\n`);
      progress.report(`${source}: ${lines.length} of ${items.length} cells`, lines.length / items.length);
    }
    if (lines.length === grid.cells) {
      lines.sort((a, b) => a.cell - b.cell);
      await writeSweep(subject, header, lines, limited, options, output.message);
    }
  } catch (error) {
    if (!(error instanceof OutOfWork)) throw error;
    const what = `${error.message} is undecided: budget: its derivation takes more than --time-limit; a larger one raises it`;
    if (!signal.aborted) output.message(`${what}\n`);
  } finally {
    part?.close();
    progress.stop();
    release();
  }
  const isCsv = options.format === 'csv' && lines.length === grid.cells;
  if (!options.json) output.result(isCsv ? sweepCsv(header, lines) : sweepText(header, lines, output.width));
  const cut = lines.filter(({ undecided }) => undecided !== undefined).length;
  if (cut > 0)
    output.message(
      `${cut} of ${lines.length} cells lack what takes more work than --time-limit; a larger one raises it\n`,
    );
  if (!signal.aborted) return exitStatus.done;
  const hint = options.out === undefined ? '' : '; the same command with --resume goes on';
  output.message(`interrupted: ${lines.length} of ${items.length} cells${hint}\n`);
  return exitStatus.interrupted;
}

/** What a sweep computes, as its header states it. Throws InputError. */
export function planSweep(name: string, options: SweepCommandOptions, output: Output) {
  if (options.vary.length === 0) throw new InputError('collapse sweep', 'nothing is varied', '--vary eta=0:4:50');
  const located = locateModel(name);
  const [read] = readModels([located], options.set);
  const model = options.quick ? quickened(read) : read;
  const set = chooseSet(model, options.of, output);
  const grid = gridOf(model, options.vary.map(readAxis));
  const { source } = located;
  const { measure, seed, backend = 'auto', vary } = options;
  const replay = sweepReplay(source, set.name, options);
  const subject: SweepSubject = {
    version: packageVersion(),
    seed,
    source,
    model,
    set,
    grid,
    vary,
    measure,
    backend,
    replay,
  };
  return { model, set, grid, subject, header: sweepHeaderJson(subject) };
}

/** The set that is swept: the one named, else the file's first. */
function chooseSet({ sets }: Model, name: string | undefined, { message }: Output): AffineSet {
  const names = sets.map((set) => set.name).join(', ');
  if (name !== undefined) {
    const found = sets.find((set) => set.name === name);
    if (found === undefined) throw new InputError(`--of ${name}`, 'the model has no such set', `one of ${names}`);
    return found;
  }
  if (sets.length > 1) message(`sweeping the set ${sets[0].name}; --of takes another of ${names}\n`);
  return sets[0];
}

/** What an earlier run left in a part's file. Throws InputError where that is another sweep. */
function linesBefore(file: string, header: SweepHeader): readonly SweepLine[] {
  const found = readPart(sweepParts, file);
  if (found === null) return [];
  checkSame(file, found.header, header);
  return found.lines;
}

function sweepReplay(source: string, set: string, options: SweepCommandOptions): string {
  const vary = options.vary.map((axis) => ` --vary ${axis}`).join('');
  const of = options.of === undefined ? '' : ` --of '${set.replaceAll("'", "'\\''")}'`;
  return `${replayCommand('sweep', source, options)}${vary}${of} --measure ${options.measure}`;
}
