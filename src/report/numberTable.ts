import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';
import type { Piece } from './tableCells.js';
import { latexPiece } from './tableLatex.js';
import { markdownPiece } from './tableMarkdown.js';
import { wrapParagraph } from './wrapText.js';

/** Rows of cells under headings, one piece a cell. */
export interface NumberTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Piece[])[];
}

/** Columns two spaces apart, aligned at their left; where that is wider than `width`, a paragraph a row. */
export function tableLinesText({ headings, rows }: NumberTable, width = Number.POSITIVE_INFINITY): string[] {
  const lines = [headings, ...rows.map((row) => row.map(({ text }) => text))];
  const widths = headings.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  if (widths.reduce((sum, one) => sum + one + 2, -2) > width) {
    return lines.slice(1).flatMap((line) => {
      const told = line.flatMap((text, i) => (text === '' ? [] : [i === 0 ? text : `${headings[i]}: ${text}`]));
      return wrapParagraph(told.join('; '), '', '  ', width).split('\n');
    });
  }
  return lines.map((line) =>
    line
      .map((text, i) => text.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
}

/** A table in GitHub's Markdown. */
export function tableLinesMarkdown({ headings, rows }: NumberTable): string[] {
  const lines = [headings.map(escapeMarkdown), headings.map(() => '---'), ...rows.map((row) => row.map(markdownPiece))];
  return lines.map((line) => `| ${line.join(' | ')} |`);
}

/** A tabular of LaTeX, all columns at their left. */
export function tableLinesLatex({ headings, rows }: NumberTable): string[] {
  return [
    '',
    `\\begin{tabular}{${headings.map(() => 'l').join('')}}`,
    `${headings.map((heading) => `\\textit{${escapeLatex(heading)}}`).join(' & ')} \\\\`,
    ...rows.map((row) => `${row.map(latexPiece).join(' & ')} \\\\`),
    '\\end{tabular}',
    '',
  ];
}
