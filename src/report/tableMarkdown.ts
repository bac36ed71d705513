import { explanationsOf } from './disagreementText.js';
import { escapeMarkdown } from './markdownText.js';
import type { VerifyResult } from './resultSchema.js';
import { headings, type Piece, rowsOf } from './tableCells.js';
import { legendOf, sourceOf, summaryOf } from './tableLegend.js';

/**
 * The theory table of a verification in GitHub's Markdown: the rows, every disagreement with its probable cause, what
 * words and numbers mean. Formulas are code, in the grammar of model files: math in dollar signs would lose backslashes.
 */
export function tableMarkdown(result: VerifyResult): string {
  const rows = rowsOf(result).map((cells) =>
    rowText(cells.map((lines) => lines.map((line) => line.map(markdownPiece).join('')).join('<br>'))),
  );
  const table = [rowText(headings), rowText(headings.map(() => '---')), ...rows].join('\n');
  const explanations = explanationsOf(result).map(({ title, entries }) =>
    [`**${escapeMarkdown(title)}**`, entries.map((entry) => `- ${escapeMarkdown(entry)}`).join('\n')].join('\n\n'),
  );
  const caption = `_${escapeMarkdown(sourceOf(result))}_`;
  const legend = legendOf(result).map(escapeMarkdown);
  return `${[table, caption, summaryOf(result), ...explanations, ...legend].join('\n\n')}\n`;
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A cell, or a part of one, in GitHub's Markdown. */
export function markdownPiece({ kind, text }: Piece): string {
  switch (kind) {
    case 'words':
      return escapeMarkdown(text).replace(/\s+/g, ' ');
    case 'number':
      return escapeMarkdown(text);
    case 'formula':
      return `\`${text}\``;
  }
}
