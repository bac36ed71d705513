import katex from 'katex';
import { tableLinesText } from '../numberTable.js';
import { blocksOf, formulasLatex, proseIn, type Section } from '../sections.js';
import { escapeHtml } from './page.js';

/** Mathematics as HTML that needs the style sheet of KaTeX and nothing else; a formula that KaTeX cannot set stays as text. */
export function typeset(latex: string, display: boolean): string {
  try {
    return katex.renderToString(latex, {
      displayMode: display,
      output: 'htmlAndMathml',
      strict: 'ignore',
      trust: false,
    });
  } catch {
    return `<code>${escapeHtml(latex)}</code>`;
  }
}

/** The sections of a document on one set, formulas typeset. */
export function sectionsHtml(sections: readonly Section[]): string {
  return blocksOf(sections, {
    title: (title) => `<h4>${escapeHtml(title)}</h4>\n`,
    prose: (what) => `<p>${proseIn(what, escapeHtml, (latex) => typeset(latex, false))}</p>\n`,
    formulas: (section) =>
      formulasLatex(section).map((formula) => `<div class="formula">${typeset(formula, true)}</div>\n`),
    table: (table) => [`<pre>${escapeHtml(tableLinesText(table).join('\n'))}</pre>\n`],
  }).join('');
}
