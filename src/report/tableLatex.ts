import { explanationsOf } from './disagreementText.js';
import { escapeLatex, latexNumber } from './latexText.js';
import type { VerifyResult } from './resultSchema.js';
import { headings, type Line, type Piece, rowsOf } from './tableCells.js';
import { legendOf, sourceOf, summaryOf } from './tableLegend.js';

/** Widths of the columns in shares of the text's width; six gaps of \tabcolsep on both sides take the rest. */
const shares = [0.14, 0.32, 0.12, 0.12, 0.12, 0.1] as const satisfies readonly number[];

/**
 * The theory table of a verification as a fragment for a paper (amsmath, array, booktabs, siunitx): a table with a label,
 * closed forms typeset, version and seed in the caption; legend, and every disagreement with its probable cause, as
 * comments.
 */
export function tableLatex(result: VerifyResult): string {
  const notes = [
    ...legendOf(result),
    ...explanationsOf(result).flatMap(({ title, entries }) => [title, ...entries.map((entry) => `  - ${entry}`)]),
  ];
  return `${[
    '% \\usepackage{amsmath,array,booktabs,siunitx}',
    ...notes.map((note) => `% ${note.replaceAll('\n', ' ')}`),
    '\\begin{table}',
    '\\centering\\small',
    captionOf(result),
    `\\begin{tabular}{${columns}}`,
    ...head,
    rowsText(result),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
  ].join('\n')}\n`;
}

/** The same as a document that compiles as it is, the table over as many pages as it needs. */
export function tableLatexDocument(result: VerifyResult): string {
  return `${[
    '\\documentclass[10pt,a4paper]{article}',
    '\\usepackage[landscape,margin=15mm]{geometry}',
    '\\usepackage{amsmath,array,booktabs,longtable,siunitx}',
    '\\setlength{\\parindent}{0pt}',
    '\\setlength{\\LTcapwidth}{\\textwidth}',
    // room between the lines of a cell that hold fractions
    '\\setlength{\\normallineskiplimit}{2pt}\\setlength{\\normallineskip}{4pt}',
    '\\begin{document}',
    '\\small',
    `\\begin{longtable}{${columns}}`,
    `${captionOf(result)} \\\\`,
    ...head,
    '\\endfirsthead',
    ...head,
    '\\endhead',
    '\\bottomrule',
    '\\endfoot',
    rowsText(result),
    '\\end{longtable}',
    ...legendOf(result).map((paragraph) => `\n${escapeLatex(paragraph)}`),
    ...explanationsOf(result).flatMap(({ title, entries }) => [
      '',
      `\\paragraph{${escapeLatex(title)}}`,
      '\\begin{itemize}',
      ...entries.map((entry) => `\\item ${escapeLatex(entry)}`),
      '\\end{itemize}',
    ]),
    '\\end{document}',
  ].join('\n')}\n`;
}

const columns = `@{}${shares.map((share) => `>{\\raggedright\\arraybackslash}p{${share}\\linewidth}`).join('')}@{}`;
const head = ['\\toprule', rowText(headings.map(escapeLatex)), '\\midrule'];

function captionOf(result: VerifyResult): string {
  const text = escapeLatex(`${summaryOf(result)} ${sourceOf(result)}`);
  return `\\caption{Attraction to invariant sets. ${text}}\\label{tab:attraction}`;
}

function rowsText(result: VerifyResult): string {
  const rows = rowsOf(result).map((cells) => rowText(cells.map((lines) => lines.map(lineText).join(' \\newline '))));
  return rows.join('\n\\addlinespace\n');
}

function rowText(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

function lineText(line: Line): string {
  return line.map((piece) => (piece.kind === 'number' ? siunitxNumber(piece.text) : latexPiece(piece))).join('');
}

/** A number, or both ends of an interval, as siunitx prints them; what is infinite it does not know. */
function siunitxNumber(text: string): string {
  return `$${text.replaceAll('inf', '\\infty').replace(/-?\d[\d.]*(?:e[+-]?\d+)?/g, (number) => `\\num{${number}}`)}$`;
}

/** A cell, or a part of one, as LaTeX. */
export function latexPiece(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
      return escapeLatex(piece.text);
    case 'number':
      return `$${latexNumber(piece.text)}$`;
    case 'formula':
      return `$\\displaystyle ${piece.latex}$`;
  }
}
