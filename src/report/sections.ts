import { type Expression, isNumber, keyOf } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { printExpression } from '../expression/syntax/print.js';
import { inSlices } from '../model/slices.js';
import { type Notation, notationOf, type Prose, proseText } from '../symbolic/prose.js';
import { arrayText, inArrays } from './arrayText.js';
import { elided, isTooLong } from './elision.js';
import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';
import { type NumberTable, tableLinesLatex, tableLinesMarkdown, tableLinesText } from './numberTable.js';
import { pageWidth, wrapParagraph } from './wrapText.js';

/** A document on the sets of one model, section by section; sections of one title in a row are shown under it once. */
export interface SectionedDocument {
  readonly model: string;
  readonly sets: readonly { readonly name: string; readonly sections: readonly Section[] }[];
}

/** A sentence, and what is shown below it: an expression, or a matrix with its name, or a table, or nothing. */
export interface Section {
  readonly title: string;
  readonly what: Prose;
  /** what stands before the expression, such as `eta >` */
  readonly left: Notation | null;
  readonly expression: Expression | null;
  readonly matrix: { readonly name: string; readonly entries: readonly (readonly Expression[])[] } | null;
  readonly table?: NumberTable;
  /** formulas below it that are no expressions, such as slices of arrays */
  readonly lines?: readonly Notation[];
  /** all names of the model, where formulas are shown in its slices */
  readonly names?: readonly string[];
}

/**
 * Plain text, at most 120 columns wide but for formulas, which are whole lines in the grammar of model files; in a terminal
 * of so many columns nothing is wider than it.
 */
export function sectionsText({ model, sets }: SectionedDocument, columns?: number): string {
  const width = Math.min(columns ?? pageWidth, pageWidth);
  const room = columns === undefined ? undefined : columns - 6;
  const written = (sections: readonly Section[]): string[] =>
    blocksOf(sections, {
      title: (title) => `  ${title}`,
      prose: (what) => wrapParagraph(proseText(what), '    ', '    ', width),
      formulas: (section) => [
        ...formulaText(section, columns),
        ...(section.lines ?? []).map(({ text }) => fittedLine(text, columns)),
      ],
      table: (table) => tableLinesText(table, room).map((line) => `      ${line}`),
    });
  const blocks = sets.map(({ name, sections }) => [`${model}: ${name}`, ...written(sections)].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

/** Markdown, formulas in LaTeX between dollar signs. */
export function sectionsMarkdown({ model, sets }: SectionedDocument): string {
  const writer: SectionWriter = {
    title: (title) => `### ${title}`,
    prose: (what) => proseIn(what, escapeMarkdown, (latex) => `$${latex}$`),
    formulas: (section) => formulasLatex(section).map((formula) => `$$${formula}$$`),
    table: (table) => [tableLinesMarkdown(table).join('\n')],
  };
  const blocks = sets.flatMap(({ name, sections }) => [`## ${escapeMarkdown(name)}`, ...blocksOf(sections, writer)]);
  return `${[`# ${escapeMarkdown(model)}`, ...blocks].join('\n\n')}\n`;
}

/** A LaTeX document that compiles as it is (amsmath). */
export function sectionsLatex({ model, sets }: SectionedDocument): string {
  const writer: SectionWriter = {
    title: (title) => `\\paragraph{${escapeLatex(title)}}`,
    prose: (what) => proseIn(what, escapeLatex, (latex) => `$${latex}$`),
    formulas: (section) => formulasLatex(section).map((formula) => `\\[ ${spacedRows(formula)} \\]`),
    table: tableLinesLatex,
  };
  const blocks = sets.map(({ name, sections }) =>
    [`\\subsection*{${escapeLatex(name)}}`, ...blocksOf(sections, writer)].join('\n'),
  );
  return `${[
    '\\documentclass[a4paper]{article}\n\\usepackage[margin=20mm]{geometry}\n\\usepackage{amsmath}\n\\setlength{\\parindent}{0pt}\n\\begin{document}',
    `\\section*{${escapeLatex(model)}}`,
    ...blocks,
    '\\end{document}',
  ].join('\n\n')}\n`;
}

/** How one format writes what a section is made of. */
export interface SectionWriter {
  readonly title: (title: string) => string;
  readonly prose: (what: Prose) => string;
  readonly formulas: (section: Section) => string[];
  readonly table: (table: NumberTable) => string[];
}

/** Sections block by block, each title once where sections in a row have it. */
export function blocksOf(sections: readonly Section[], { title, prose, formulas, table }: SectionWriter): string[] {
  return sections.flatMap((section, i) => [
    ...(sections[i - 1]?.title === section.title ? [] : [title(section.title)]),
    prose(section.what),
    ...formulas(section),
    ...(section.table === undefined ? [] : table(section.table)),
  ]);
}

/** A sentence in some format: its words as these are written, its formulas set in line from LaTeX. */
export function proseIn(prose: Prose, words: (text: string) => string, inLine: (latex: string) => string): string {
  // brackets that grow keep a formula from breaking over two lines: in line they have their plain size
  const plain = (latex: string): string => latex.replace(/\\left(?![a-z])|\\right(?![a-z])/g, '');
  return prose.map((part) => (typeof part === 'string' ? words(part) : inLine(plain(notationOf(part).latex)))).join('');
}

/** Fractions in the rows of cases and matrices would touch each other. */
function spacedRows(formula: string): string {
  return formula.replaceAll(' \\\\ ', ' \\\\[1ex] ');
}

function formulaText({ left, expression, matrix, names = [] }: Section, columns: number | undefined): string[] {
  const fitted = (line: string): string => fittedLine(line, columns);
  if (expression !== null) return [fitted(`${left?.text ?? ''}${shownText(expression, names)}`)];
  if (matrix === null) return [];
  if (matrix.entries.some((row) => row.some(isTooLong))) return entryLines(matrix, names).map(fitted);
  const texts = matrix.entries.map((row) => row.map(printExpression));
  const widths = texts[0].map((_, m) => Math.max(...texts.map((row) => row[m].length)));
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  if (total > Math.min(widestMatrix, (columns ?? pageWidth) - 12)) return entryLines(matrix, names).map(fitted);
  return texts.map((row, l) => {
    const name = l === 0 ? `${matrix.name} = ` : ' '.repeat(matrix.name.length + 3);
    return `      ${name}[ ${row.map((text, m) => text.padEnd(widths[m])).join('  ')} ]`;
  });
}

/** A formula in a line of its own, broken where a terminal has too few columns for it. */
function fittedLine(line: string, columns: number | undefined): string {
  return columns === undefined ? `      ${line}` : wrapParagraph(line, '      ', '        ', columns);
}

/** A formula in slices, or what stands for it where that is too long. */
function shownText(expression: Expression, names: readonly string[]): string {
  const text = arrayText(expression, names);
  return text.length > longestElided ? (elided(expression) ?? text) : text;
}

/** Letters of a formula that is told whole, however many names it has when its slices are written out. */
const longestElided = 400;

/** What is not 0, entries that differ by their indices alone together. */
function entryLines(matrix: NonNullable<Section['matrix']>, names: readonly string[]): string[] {
  const shown = entriesOf(matrix);
  const lines = inSlices(
    shown.map(({ name, entry }) => `${name} = ${shownText(entry, names)}`),
    names,
  );
  return [...lines, ...(hasZeros(matrix) ? [`all other entries of ${matrix.name} are 0`] : [])];
}

/** The formulas of a section in LaTeX, without delimiters; a wide matrix entry by entry. */
export function formulasLatex(section: Section): string[] {
  return [...expressionLatex(section), ...(section.lines ?? []).map(({ latex }) => latex)];
}

function expressionLatex({ left, expression, matrix, names = [] }: Section): string[] {
  if (expression !== null) return [`${left === null ? '' : `${left.latex} `}${shownLatex(expression, names)}`];
  if (matrix === null) return [];
  if (matrix.entries.some((row) => row.some(isTooLong))) {
    return entriesLatex(matrix, names);
  }
  const total = Math.max(
    ...matrix.entries.map((row) => row.reduce((sum, entry) => sum + printExpression(entry).length + 2, 0)),
  );
  if (total > widestMatrix) return entriesLatex(matrix, names);
  const rows = matrix.entries.map((row) => row.map((entry) => latexOf(entry)).join(' & '));
  return [`${matrix.name} = \\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`];
}

function shownLatex(expression: Expression, names: readonly string[]): string {
  const folded = inArrays(expression, names);
  const words = elided(folded);
  return words === null ? latexOf(folded) : `\\text{${escapeLatex(words)}}`;
}

/** Letters in a row of a matrix that fit a line; a larger one is written entry by entry. */
const widestMatrix = 100;

function entriesLatex(matrix: NonNullable<Section['matrix']>, names: readonly string[]): string[] {
  const entries = entriesOf(matrix).map(({ row, column, entry }) => {
    const index = row > 9 || column > 9 ? `${row},${column}` : `${row}${column}`;
    return `${matrix.name}_{${index}} = ${shownLatex(entry, names)}`;
  });
  return [...entries, ...(hasZeros(matrix) ? [`\\text{all other entries of } ${matrix.name} \\text{ are } 0`] : [])];
}

function hasZeros({ entries }: NonNullable<Section['matrix']>): boolean {
  return entries.some((row) => row.some((entry) => isNumber(entry, 0)));
}

/** The entries that are not 0. The matrices are symmetric where a loss has them: what repeats an entry above the diagonal is left out. */
function entriesOf({ name, entries }: NonNullable<Section['matrix']>) {
  return entries.flatMap((row, l) =>
    row.flatMap((entry, m) => {
      const isRepeated = m < l && keyOf(entries[m][l]) === keyOf(entry);
      if (isRepeated || isNumber(entry, 0)) return [];
      return [{ name: `${name}[${l + 1}, ${m + 1}]`, row: l + 1, column: m + 1, entry }];
    }),
  );
}
