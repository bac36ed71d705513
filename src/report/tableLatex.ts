import { explanationsOf } from './disagreementText.js';
import { escapeLatex, latexNumber } from './latexText.js';
import type { VerifyResult } from './resultSchema.js';
import { cellsOf, headings, type Line, type Piece } from './tableCells.js';
import { legendOf, sourceOf, summaryOf } from './tableLegend.js';

/** Widths of the columns in shares of the text's width; six gaps of \tabcolsep on both sides take the rest. */
const shares = [0.14, 0.32, 0.12, 0.12, 0.12, 0.1] as const satisfies readonly number[];

/**
 * The theory table of a verification as a LaTeX document that compiles as it is (amsmath, booktabs, longtable): closed
 * forms typeset, version and seed in the caption, every disagreement with its probable cause below the table.
 */
export function tableLatex(result: VerifyResult): string {
  const rows = result.models.flatMap((model) =>
    model.sets.map((set) => rowText(cellsOf(model, set).map((lines) => lines.map(lineText).join(' \\newline ')))),
  );
  return `${[
    '\\documentclass[10pt,a4paper]{article}',
    '\\usepackage[landscape,margin=15mm]{geometry}',
    '\\usepackage{amsmath,array,booktabs,longtable}',
    '\\setlength{\\parindent}{0pt}',
    '\\setlength{\\LTcapwidth}{\\textwidth}',
    // room between the lines of a cell that hold fractions
    '\\setlength{\\normallineskiplimit}{2pt}\\setlength{\\normallineskip}{4pt}',
    '\\begin{document}',
    '\\small',
    `\\begin{longtable}{@{}${shares.map(columnText).join('')}@{}}`,
    `\\caption{Attraction to invariant sets. ${escapeLatex(`${summaryOf(result)} ${sourceOf(result)}`)}}\\label{tab:attraction} \\\\`,
    '\\toprule',
    `${headings.map(escapeLatex).join(' & ')} \\\\`,
    '\\midrule',
    '\\endfirsthead',
    '\\toprule',
    `${headings.map(escapeLatex).join(' & ')} \\\\`,
    '\\midrule',
    '\\endhead',
    '\\bottomrule',
    '\\endfoot',
    rows.join('\n\\addlinespace\n'),
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

function columnText(share: number): string {
  return `>{\\raggedright\\arraybackslash}p{${share}\\linewidth}`;
}

function rowText(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

function lineText(line: Line): string {
  return line.map(latexPiece).join('');
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
