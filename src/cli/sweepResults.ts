import { basename, dirname } from 'node:path';
import { sweepReport } from '../report/html/sweepReport.js';
import { renderSvg } from '../report/plots/renderSvg.js';
import { sweepPlot } from '../report/plots/sweepPlot.js';
import { sweepTikz } from '../report/plots/sweepTikz.js';
import { sweepCsv } from '../report/sweepCsv.js';
import type { SweepSubject } from '../report/sweepJson.js';
import type { SweepHeader, SweepLine } from '../report/sweepSchema.js';
import { boundaryOf } from '../sweep/boundary.js';
import type { Engines } from '../verify/engines.js';
import { drawn, plotEndings, pngOf } from './drawing.js';
import { writeResults } from './writeResults.js';

/** A sweep is also drawn as LaTeX source. */
export const sweepEndings: readonly string[] = [...plotEndings, '.tex'];

/** Where the results of a whole sweep go. */
export interface SweepTargets {
  readonly out?: string;
  readonly plot?: string;
}

/**
 * Writes a whole sweep: into the folder its lines in the order of the cells (`sweep.jsonl`), `sweep.csv` and its plot
 * (`sweep.svg`, `sweep.png`, `sweep.tex`) and `report.html`, and the plot to the file that `--plot` names. Throws InputError.
 */
export async function writeSweep(
  { model, set, grid, seed }: SweepSubject,
  header: SweepHeader,
  lines: readonly SweepLine[],
  engines: Engines,
  { out, plot: plotFile }: SweepTargets,
  message: (text: string) => void,
): Promise<void> {
  if (out === undefined && plotFile === undefined) return;
  const signs = lines.map(({ prediction }) => (prediction === 'attractive' ? -1 : prediction === 'repelling' ? 1 : 0));
  const boundary = await boundaryOf(model, set, grid, signs, engines, seed);
  const plot = sweepPlot(header, lines, boundary);
  const tikz = sweepTikz(header, lines, boundary);
  if (plotFile !== undefined) {
    if (plot === null) message('no plot: there is one over one constant or two\n');
    else
      writeResults(
        dirname(plotFile),
        { [basename(plotFile)]: plotFile.toLowerCase().endsWith('.tex') ? (tikz ?? '') : await drawn(plot, plotFile) },
        message,
      );
  }
  if (out === undefined) return;
  const svg = plot === null ? null : await renderSvg(plot);
  const pictures = svg === null ? {} : { 'sweep.svg': svg, 'sweep.png': await pngOf(svg), 'sweep.tex': tikz ?? '' };
  const report = sweepReport(header, lines, svg);
  writeResults(
    out,
    {
      'sweep.jsonl': sweepJsonLines(header, lines),
      'sweep.csv': sweepCsv(header, lines),
      'report.html': report,
      ...pictures,
    },
    message,
  );
}

/** A header and the lines after it as JSON Lines. */
export function sweepJsonLines(header: SweepHeader, lines: readonly SweepLine[]): string {
  return `${[header, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`;
}
