import katex from 'katex';
import { notationOf, type Prose } from '../../symbolic/prose.js';
import { formulasLatex, grouped, inLine, type Section } from '../sections.js';
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
  return grouped(sections)
    .map((section) => {
      const title = section.title === null ? '' : `<h4>${escapeHtml(section.title)}</h4>\n`;
      const formulas = formulasLatex(section).map(
        (formula) => `<div class="formula">${typeset(formula, true)}</div>\n`,
      );
      return `${title}<p>${proseHtml(section.what)}</p>\n${formulas.join('')}`;
    })
    .join('');
}

function proseHtml(prose: Prose): string {
  return prose
    .map((part) => (typeof part === 'string' ? escapeHtml(part) : typeset(inLine(notationOf(part).latex), false)))
    .join('');
}
