import { notationOf, type Prose } from '../symbolic/prose.js';
import { escapeLatex } from './latexText.js';
import { escapeMarkdown } from './markdownText.js';

/** A sentence as LaTeX, its formulas in line. */
export function proseLatex(prose: Prose): string {
  return prose
    .map((part) => (typeof part === 'string' ? escapeLatex(part) : `$${inLine(notationOf(part).latex)}$`))
    .join('');
}

/** A sentence as Markdown, its formulas in LaTeX between dollar signs. */
export function proseMarkdown(prose: Prose): string {
  return prose
    .map((part) => (typeof part === 'string' ? escapeMarkdown(part) : `$${inLine(notationOf(part).latex)}$`))
    .join('');
}

/** Brackets that grow keep a formula from breaking over two lines: in line they have their plain size. */
function inLine(latex: string): string {
  return latex.replace(/\\left(?![a-z])|\\right(?![a-z])/g, '');
}
