import { keyOf } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { printExpression } from '../expression/syntax/print.js';
import { proseText } from '../symbolic/prose.js';
import { type ShownStep, shownSteps } from './derivationSteps.js';
import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';
import { proseLatex, proseMarkdown } from './prose.js';
import type { DerivedModel } from './resultJson.js';
import { wrapParagraph } from './wrapText.js';

const pageWidth = 120;

/** The derivations of a model's sets, step by step, as plain text; formulas are whole lines in the grammar of model files. */
export function derivationText({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const lines = grouped(shownSteps(model, derivation)).map((step) => {
      const title = step.title === null ? [] : [`  ${step.title}`];
      return [...title, wrapParagraph(proseText(step.what), pageWidth, '    '), ...formulaText(step)].join('\n');
    });
    return [`${model.name}: ${derivation.set.name}`, ...lines].join('\n');
  });
  return `${sets.join('\n\n')}\n`;
}

/** The same as Markdown, formulas in LaTeX between dollar signs. */
export function derivationMarkdown({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const parts = grouped(shownSteps(model, derivation)).flatMap((step) => [
      ...(step.title === null ? [] : [`### ${step.title}`]),
      proseMarkdown(step.what),
      ...formulasLatex(step).map((formula) => `$$${formula}$$`),
    ]);
    return [`## ${escapeMarkdown(derivation.set.name)}`, ...parts].join('\n\n');
  });
  return `${[`# ${escapeMarkdown(model.name)}`, ...sets].join('\n\n')}\n`;
}

/** The same as a LaTeX document that compiles as it is (amsmath). */
export function derivationLatex({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const parts = grouped(shownSteps(model, derivation)).flatMap((step) => [
      ...(step.title === null ? [] : [`\\paragraph{${escapeLatex(step.title)}}`]),
      proseLatex(step.what),
      ...formulasLatex(step).map((formula) => `\\[ ${spacedRows(formula)} \\]`),
    ]);
    return [`\\subsection*{${escapeLatex(derivation.set.name)}}`, ...parts].join('\n');
  });
  return `${[
    '\\documentclass[a4paper]{article}\n\\usepackage[margin=20mm]{geometry}\n\\usepackage{amsmath}\n\\setlength{\\parindent}{0pt}\n\\begin{document}',
    `\\section*{${escapeLatex(model.name)}}`,
    ...sets,
    '\\end{document}',
  ].join('\n\n')}\n`;
}

/** Fractions in the rows of cases and matrices would touch each other. */
function spacedRows(formula: string): string {
  return formula.replaceAll(' \\\\ ', ' \\\\[1ex] ');
}

type Untitled = Omit<ShownStep, 'title'> & { readonly title: string | null };

/** Steps whose title repeats the one before go without it. */
function grouped(steps: readonly ShownStep[]): Untitled[] {
  return steps.map((step, i) => ({ ...step, title: steps[i - 1]?.title === step.title ? null : step.title }));
}

function formulaText({ left, expression, matrix }: Untitled): string[] {
  if (expression !== null) return [`      ${left?.text ?? ''}${printExpression(expression)}`];
  if (matrix === null) return [];
  const texts = matrix.entries.map((row) => row.map(printExpression));
  const widths = texts[0].map((_, m) => Math.max(...texts.map((row) => row[m].length)));
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  if (total > widestMatrix)
    return entriesOf(matrix).map(({ name, entry }) => `      ${name} = ${printExpression(entry)}`);
  return texts.map((row, l) => {
    const name = l === 0 ? `${matrix.name} = ` : ' '.repeat(matrix.name.length + 3);
    return `      ${name}[ ${row.map((text, m) => text.padEnd(widths[m])).join('  ')} ]`;
  });
}

function formulasLatex({ left, expression, matrix }: Untitled): string[] {
  if (expression !== null) return [`${left === null ? '' : `${left.latex} `}${latexOf(expression)}`];
  if (matrix === null) return [];
  const total = Math.max(
    ...matrix.entries.map((row) => row.reduce((sum, entry) => sum + printExpression(entry).length + 2, 0)),
  );
  if (total > widestMatrix) {
    return entriesOf(matrix).map(({ row, column, entry }) => `${matrix.name}_{${row}${column}} = ${latexOf(entry)}`);
  }
  const rows = matrix.entries.map((row) => row.map((entry) => latexOf(entry)).join(' & '));
  return [`${matrix.name} = \\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`];
}

/** Letters in a row of a matrix that fit a line; a larger one is written entry by entry. */
const widestMatrix = 100;

/** The matrices are symmetric where a loss has them: what repeats an entry above the diagonal is left out. */
function entriesOf({ name, entries }: NonNullable<ShownStep['matrix']>) {
  return entries.flatMap((row, l) =>
    row.flatMap((entry, m) => {
      const isRepeated = m < l && keyOf(entries[m][l]) === keyOf(entry);
      return isRepeated ? [] : [{ name: `${name}[${l + 1},${m + 1}]`, row: l + 1, column: m + 1, entry }];
    }),
  );
}
