import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';
import type { Piece } from './tableCells.js';
import { latexPiece } from './tableLatex.js';
import { markdownPiece } from './tableMarkdown.js';

/** Rows of cells under headings, one piece a cell. */
export interface NumberTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Piece[])[];
}

/** Columns two spaces apart, aligned at their left. */
export function tableLinesText({ headings, rows }: NumberTable): string[] {
  const lines = [headings, ...rows.map((row) => row.map(({ text }) => text))];
  const widths = headings.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
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
