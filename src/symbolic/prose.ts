import { arrayLatex } from '../expression/syntax/arrayLatex.js';
import type { Expression } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { printExpression } from '../expression/syntax/print.js';
import { inSlices } from '../model/slices.js';

/** A sentence: words, and within them formulas in the grammar of model files or in a notation of their own. */
export type Prose = readonly (string | Expression | Notation)[];

/** What the grammar has no word for, such as C_i; LaTeX without delimiters. */
export interface Notation {
  readonly text: string;
  readonly latex: string;
}

/** The sentence as plain text. */
export function proseText(prose: Prose): string {
  return prose.map((part) => (typeof part === 'string' ? part : notationOf(part).text)).join('');
}

/** An expression in both notations; a notation stays what it is. */
export function notationOf(part: Expression | Notation): Notation {
  return 'kind' in part ? { text: printExpression(part), latex: latexOf(part) } : part;
}

/** Notations one after another, as they stand. */
export function joined(...parts: readonly (Expression | Notation)[]): Notation {
  const notations = parts.map(notationOf);
  return {
    text: notations.map(({ text }) => text).join(''),
    latex: notations
      .map(({ latex }) => latex.trim())
      .filter((latex) => latex !== '')
      .join(' '),
  };
}

/** The same with commas between them. */
export function listed(parts: readonly (Expression | Notation)[]): Notation {
  const notations = parts.map(notationOf);
  return {
    text: notations.map(({ text }) => text).join(', '),
    latex: notations.map(({ latex }) => latex).join(',\\; '),
  };
}

/** Statements about elements of arrays, those about whole slices as one (see inSlices). */
export function sliced(statements: readonly Notation[], names: readonly string[]): Notation[] {
  const texts = statements.map(({ text }) => text);
  return inSlices(texts, names).map((text) => statements[texts.indexOf(text)] ?? notation(text, arrayLatex(text)));
}

/** A text that is no expression, with its LaTeX where that differs. */
export function notation(text: string, latex = text): Notation {
  return { text, latex };
}
