import { latexName } from '../expression/syntax/latexName.js';
import { canonicalName, greekLetters } from '../expression/syntax/names.js';

/**
 * Plain text as LaTeX reads it, with any engine and no more than the standard fonts: what LaTeX takes for its own is
 * escaped, dashes stay apart, Greek letters and signs of mathematics become formulas, and a character that the fonts have not is written as
 * its code point, U+4E2D.
 */
export function escapeLatex(text: string): string {
  return Array.from(text, escapeCharacter)
    .join('')
    .replace(/-(?=-)/g, '-{}');
}

/** A number, or an interval, that formatNumber wrote, as LaTeX math without its delimiters. */
export function latexNumber(text: string): string {
  return text.replace(/e\+?(-?\d+)/g, ' \\cdot 10^{$1}').replaceAll('inf', '\\infty');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/[{}$&#%_]/.test(character)) return `\\${character}`;
  if (character in escapes) return escapes[character];
  if (code < 0x7f) return /\s/.test(character) ? ' ' : character;
  if (character in greekLetters) return `$${latexName(canonicalName(character))}$`;
  return isAccentedLatin(code) ? character : `\\texttt{U+${code.toString(16).toUpperCase().padStart(4, '0')}}`;
}

/** The letters of Latin-1 that every TeX font can compose. */
function isAccentedLatin(code: number): boolean {
  return code >= 0xc0 && code <= 0xff && ![0xd0, 0xd7, 0xde, 0xf0, 0xf7, 0xfe].includes(code);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '§': '\\S{}',
  '–': '\\textendash{}',
  '—': '\\textemdash{}',
  '…': '\\ldots{}',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '−': '$-$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '≠': '$\\ne$',
  '→': '$\\to$',
  '∞': '$\\infty$',
  '√': '$\\surd$',
  '∈': '$\\in$',
  '²': '$^2$',
  '½': '$\\frac12$',
  ℓ: '$\\ell$',
  𝓛: '$\\mathcal{L}$',
};
