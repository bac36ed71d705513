import { latexOf } from '../expression/latex.js';
import { printExpression } from '../expression/print.js';
import type { Step } from '../symbolic/derivation.js';
import { stepsToShow } from './derivationSteps.js';
import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';
import type { DerivedModel } from './resultJson.js';
import { wrapParagraph } from './wrapText.js';

const pageWidth = 120;

/** The derivations of a model's sets, step by step, as plain text; formulas are whole lines in the grammar of model files. */
export function derivationText({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const lines = grouped(stepsToShow(model, derivation)).map(({ title, what, expression }) => {
      const formula = expression === null ? [] : [`      ${printExpression(expression)}`];
      return [...(title === null ? [] : [`  ${title}`]), wrapParagraph(what, pageWidth, '    '), ...formula].join('\n');
    });
    return [`${model.name}: ${derivation.set.name}`, ...lines].join('\n');
  });
  return `${sets.join('\n\n')}\n`;
}

/** The same as Markdown, formulas in LaTeX between dollar signs. */
export function derivationMarkdown({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const parts = grouped(stepsToShow(model, derivation)).flatMap(({ title, what, expression }) => [
      ...(title === null ? [] : [`### ${title}`]),
      escapeMarkdown(what),
      ...(expression === null ? [] : [`$$${latexOf(expression)}$$`]),
    ]);
    return [`## ${escapeMarkdown(derivation.set.name)}`, ...parts].join('\n\n');
  });
  return `${[`# ${escapeMarkdown(model.name)}`, ...sets].join('\n\n')}\n`;
}

/** The same as a LaTeX fragment for a paper's appendix; needs amsmath. */
export function derivationLatex({ model, derivations }: DerivedModel): string {
  const sets = derivations.map((derivation) => {
    const parts = grouped(stepsToShow(model, derivation)).flatMap(({ title, what, expression }) => [
      ...(title === null ? [] : [`\\paragraph{${escapeLatex(title)}}`]),
      escapeLatex(what),
      ...(expression === null ? [] : [`\\[ ${latexOf(expression)} \\]`]),
    ]);
    return [`\\subsection{${escapeLatex(derivation.set.name)}}`, ...parts].join('\n');
  });
  return `${[`\\section{${escapeLatex(model.name)}}`, ...sets].join('\n\n')}\n`;
}

/** Steps whose title repeats the one before go without it. */
function grouped(steps: readonly Step[]): { title: string | null; what: string; expression: Step['expression'] }[] {
  return steps.map((step, i) => ({ ...step, title: steps[i - 1]?.title === step.title ? null : step.title }));
}
