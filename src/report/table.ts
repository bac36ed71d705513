import Table from 'cli-table3';
import { explanationsOf } from './disagreementText.js';
import type { VerifyResult } from './resultSchema.js';
import { cellsOf, headings, type Line } from './tableCells.js';
import { legendOf, sourceOf, summaryOf } from './tableLegend.js';
import { wrapParagraph, wrapText } from './wrapText.js';

/** Outer widths, two of padding each; with the seven borders 120. */
const columnWidths = [18, 30, 15, 18, 18, 14] as const satisfies readonly number[];

/**
 * The theory table of a verification as plain text, at most 120 columns wide: a row a set, then every disagreement with
 * its probable cause, then what the words and numbers mean.
 */
export function theoryTable(result: VerifyResult): string {
  const table = new Table({
    head: [...headings],
    style: { head: [], border: [], compact: false },
    colWidths: [...columnWidths],
  });
  for (const model of result.models) {
    for (const set of model.sets)
      table.push(cellsOf(model, set).map((lines, i) => cellText(lines, columnWidths[i] - 2)));
  }
  const explanations = explanationsOf(result).map(({ title, entries }) =>
    [title, ...entries.map((entry) => wrapParagraph(entry, '  - '))].join('\n'),
  );
  const legend = [...legendOf(result), sourceOf(result)].map((paragraph) => wrapParagraph(paragraph));
  return `${[table.toString(), summaryOf(result), ...explanations, legend.join('\n')].join('\n\n')}\n`;
}

function cellText(lines: readonly Line[], width: number): string {
  return lines.map((line) => wrapText(line.map(({ text }) => text).join(''), width)).join('\n');
}
