import { InputError } from '../arithmetic/inputError.js';
import { readModel } from '../model/readModel.js';
import { type SweepLine, sweepParts } from '../report/sweepSchema.js';
import { sweepText } from '../report/sweepText.js';
import { readAxis } from '../sweep/axis.js';
import { gridOf } from '../sweep/grid.js';
import { checkPlotName } from './drawing.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { checkSame, readParts } from './partFiles.js';
import { sweepEndings, writeSweep } from './sweepResults.js';

/**
 * `collapse merge`: puts the parts of a sweep together and writes what one machine would have written, byte for byte.
 * Throws InputError for parts of different sweeps and for cells that are missing, naming them.
 */
export async function merge(folder: string, { plot }: { readonly plot?: string }, output: Output): Promise<ExitStatus> {
  if (plot !== undefined) checkPlotName(plot, sweepEndings);
  const parts = readParts(sweepParts, folder);
  if (parts.length === 0) throw new InputError(folder, 'it holds no parts of a sweep', 'part-1-of-4.jsonl and others');
  const [{ header }] = parts;
  for (const { file, header: other } of parts.slice(1)) checkSame(file, other, header);
  const lines: (SweepLine | undefined)[] = Array(header.cells).fill(undefined);
  for (const part of parts) {
    for (const line of part.lines) {
      const known = lines[line.cell];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(line)) {
        throw new InputError(part.file, `cell ${line.cell} differs from that of another part`, 'parts of one sweep');
      }
      lines[line.cell] = line;
    }
  }
  const whole = lines.filter((line) => line !== undefined);
  if (whole.length < header.cells)
    throw new InputError(folder, `cells are missing: ${missingText(lines)}`, header.replay);
  const model = readModel(header.file, header.source);
  const set = model.sets.find(({ name }) => name === header.set) as (typeof model.sets)[number];
  const { openEngines } = await import('../openEngines.js');
  const { settings, ...same } = header;
  const subject = { ...same, model, set, grid: gridOf(model, header.vary.map(readAxis)), backend: settings.backend };
  const engines = openEngines();
  await writeSweep(subject, header, whole, engines, { out: folder, ...(plot && { plot }) }, output.message);
  output.result(sweepText(header, whole));
  return exitStatus.done;
}

/** The first few missing cells, and how many there are. */
function missingText(lines: readonly (SweepLine | undefined)[]): string {
  const missing = Array.from(lines.keys()).filter((cell) => lines[cell] === undefined);
  const shown = missing.slice(0, mostShown).join(', ');
  return missing.length > mostShown ? `${shown}, ... (${missing.length} in all)` : shown;
}

const mostShown = 10;
