import { InputError } from '../arithmetic/inputError.js';
import { readModel } from '../model/readModel.js';
import type { ReproduceHeader, ReproduceLine } from '../report/reproduceSchema.js';
import { reproduceText } from '../report/reproduceText.js';
import type { SweepHeader, SweepLine } from '../report/sweepSchema.js';
import { sweepText } from '../report/sweepText.js';
import { readAxis } from '../sweep/axis.js';
import { gridOf } from '../sweep/grid.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { checkSame, type Part, readParts } from './partFiles.js';
import { chooseExperiment } from './reproduce.js';
import { reproduceCommand, writeExperiment } from './reproduceResults.js';
import { type RunHeader, runParts } from './runParts.js';
import { sweepEndings, sweepJsonLines, writeSweep } from './sweepResults.js';
import { jsonText } from './writeResults.js';

/** The options of `collapse merge`. */
export interface MergeOptions {
  /** of a sweep */
  readonly plot?: string;
  /** prints the header and all cells as JSON Lines, or the experiment's result */
  readonly json?: true;
}

/**
 * `collapse merge`: puts the parts of a sweep or of an experiment together and writes what one machine would have written,
 * byte for byte. Throws InputError for parts of different runs and for cells that are missing, naming them.
 */
export async function merge(folder: string, options: MergeOptions, output: Output): Promise<ExitStatus> {
  const { plot } = options;
  if (plot !== undefined) checkPlotName(plot, sweepEndings);
  const parts = readParts(runParts, folder);
  if (parts.length === 0) throw new InputError(folder, 'it holds no parts of a run', 'part-1-of-4.jsonl and others');
  const [{ header }] = parts;
  for (const { file, header: other } of parts.slice(1)) checkSame(file, other, header);
  const found = linesByCell(parts);
  if (header.kind === 'sweep') {
    const cells = Array.from({ length: header.cells }, (_, cell) => cell);
    const lines = wholeRun(folder, cells, found, header.replay) as SweepLine[];
    await mergeSweep(folder, header, lines, options, output);
  } else {
    if (plot !== undefined) throw new InputError('--plot', 'an experiment draws its own pictures', 'no such option');
    const again = reproduceCommand(header.experiment, header.size, header.seed);
    const lines = wholeRun(folder, header.cells, found, again) as ReproduceLine[];
    await mergeExperiment(folder, header, lines, options, output);
  }
  return exitStatus.done;
}

type RunLine = SweepLine | ReproduceLine;

/** Throws InputError where two parts differ in a cell. */
function linesByCell(parts: readonly Part<RunHeader, RunLine>[]): ReadonlyMap<RunLine['cell'], RunLine> {
  const lines = new Map<RunLine['cell'], RunLine>();
  for (const part of parts) {
    for (const line of part.lines) {
      const known = lines.get(line.cell);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(line)) {
        throw new InputError(part.file, `cell ${line.cell} differs from that of another part`, 'parts of one run');
      }
      lines.set(line.cell, line);
    }
  }
  return lines;
}

/** The lines in the order of the cells. Throws InputError that names what is missing. */
function wholeRun(
  folder: string,
  cells: readonly RunLine['cell'][],
  lines: ReadonlyMap<RunLine['cell'], RunLine>,
  replay: string,
): RunLine[] {
  const missing = cells.filter((cell) => !lines.has(cell));
  if (missing.length > 0) throw new InputError(folder, `cells are missing: ${shortList(missing)}`, replay);
  return cells.flatMap((cell) => lines.get(cell) ?? []);
}

async function mergeSweep(
  folder: string,
  header: SweepHeader,
  lines: readonly SweepLine[],
  { plot, json }: MergeOptions,
  output: Output,
): Promise<void> {
  const model = readModel(header.file, header.source);
  const set = model.sets.find(({ name }) => name === header.set) as (typeof model.sets)[number];
  const { openEngines } = await import('../openEngines.js');
  const { settings, ...same } = header;
  const subject = { ...same, model, set, grid: gridOf(model, header.vary.map(readAxis)), backend: settings.backend };
  await writeSweep(subject, header, lines, openEngines(), { out: folder, ...(plot && { plot }) }, output.message);
  output.result(json ? sweepJsonLines(header, lines) : sweepText(header, lines, output.width));
}

async function mergeExperiment(
  folder: string,
  header: ReproduceHeader,
  lines: readonly ReproduceLine[],
  { json }: MergeOptions,
  output: Output,
): Promise<void> {
  const experiment = chooseExperiment(header.experiment);
  const result = await writeExperiment(experiment, header, lines, folder, output.message);
  output.result(json ? jsonText(result) : reproduceText(result, output.width));
}

/** The first few, and how many there are. */
function shortList(cells: readonly RunLine['cell'][]): string {
  const shown = cells.slice(0, mostShown).join(', ');
  return cells.length > mostShown ? `${shown}, ... (${cells.length} in all)` : shown;
}

const mostShown = 10;
