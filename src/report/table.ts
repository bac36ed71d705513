import Table from 'cli-table3';
import { briefReasonsOf, explanationsOf } from './disagreementText.js';
import type { VerifyResult } from './resultSchema.js';
import { headings, type Line, rowsOf } from './tableCells.js';
import { legendOf, sourceOf, summaryOf } from './tableLegend.js';
import { pageWidth, wrapParagraph, wrapText } from './wrapText.js';

/** Outer widths, two of padding each; with the seven borders 120. */
const columnWidths = [18, 30, 15, 18, 18, 14] as const satisfies readonly number[];

/** How the table is set. */
export interface TableStyle {
  /** columns of the terminal or page; below 120 each set is a block of its own */
  readonly width?: number;
  /** whether every reason stands below in full, or in a line a set */
  readonly explain?: boolean;
}

/**
 * The theory table of a verification as plain text, at most 120 columns wide: a row a set, then every disagreement with
 * its probable cause, then what the words and numbers mean. On a narrower page a block a set, the verdict first.
 */
export function theoryTable(result: VerifyResult, { width = pageWidth, explain = true }: TableStyle = {}): string {
  const page = Math.max(leastWidth, Math.min(width, pageWidth));
  const paragraph = (text: string, first = ''): string => wrapParagraph(text, first, ' '.repeat(first.length), page);
  const explanations = explain
    ? explanationsOf(result).map(({ title, entries }) =>
        [paragraph(title), ...entries.map((entry) => paragraph(entry, '  - '))].join('\n'),
      )
    : [
        briefReasonsOf(result)
          .map((line) => paragraph(line))
          .join('\n'),
      ].filter((text) => text !== '');
  const hint =
    explain || explanations.length === 0 ? [] : ['--explain says what the reasons are and what was measured.'];
  const legend = [...hint, ...legendOf(result), sourceOf(result)].map((text) => paragraph(text));
  const sets = page < pageWidth ? blocks(result, page) : rows(result);
  return `${[sets, summaryOf(result), ...explanations, legend.join('\n')].join('\n\n')}\n`;
}

/** Formulas would not fit a narrower page. */
const leastWidth = 40;

function rows(result: VerifyResult): string {
  const table = new Table({
    head: [...headings],
    style: { head: [], border: [], compact: false },
    colWidths: [...columnWidths],
  });
  for (const cells of rowsOf(result)) table.push(cells.map((lines, i) => cellText(lines, columnWidths[i] - 2)));
  return table.toString();
}

/** A block a set: its name, the verdict, what was predicted and measured, the condition. */
function blocks(result: VerifyResult, width: number): string {
  return rowsOf(result)
    .map((cells) => {
      const texts = cells.map((lines) => lines.map((line) => line.map(({ text }) => text).join('')));
      const [[title, name, ...facts], condition, predicted, sde, sgd, [prediction, verdict]] = texts;
      const labelled: [string, string[]][] = [
        [verdict, [[prediction, ...facts].join(', ')]],
        ['predicted', [joined(predicted)]],
        ['SDE', [joined(sde)]],
        ['SGD', [joined(sgd)]],
        ['condition', condition],
      ];
      const lines = labelled.flatMap(([label, texts]) =>
        texts.map((text, i) => {
          const first = `  ${(i === 0 ? label : '').padEnd(labelWidth)}`;
          return wrapParagraph(text, first, ' '.repeat(first.length), width);
        }),
      );
      return [wrapParagraph(`${title}, ${name}`, '', '', width), ...lines].join('\n');
    })
    .join('\n\n');
}

const labelWidth = 14;

/** Numbers and the brackets that belong to them on one line. */
function joined(lines: readonly string[]): string {
  return lines.join(', ').replaceAll(', [', ' [');
}

function cellText(lines: readonly Line[], width: number): string {
  return lines.map((line) => wrapText(line.map(({ text }) => text).join(''), width)).join('\n');
}
