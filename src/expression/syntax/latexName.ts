import { elementParts, greekLetters } from './names.js';

/** LaTeX writes an omicron as an o. */
const greek = new Set<string>(Object.values(greekLetters).filter((name) => name !== 'omicron'));

/**
 * LaTeX of the name of a quantity: greek names as letters, digits at the end and what follows an underscore as
 * subscripts, as are indices (w1 is w_{1}, w_in is w_{\mathrm{in}}, w_1_2 is w_{1, 2}), other words upright, derivatives such as gelu'(z1) with their primes.
 */
export function latexName(name: string): string {
  const element = elementParts(name);
  if (element !== null) return latexName([element.array, ...element.indices].join('_'));
  const derivative = /^(\w+)('+)\((.+)\)$/.exec(name);
  if (derivative !== null) {
    const [, of, primes, at] = derivative;
    return `\\operatorname{${of}}${primes}(${latexName(at)})`;
  }
  const match = /^([A-Za-z]+)(\d*)((?:_[A-Za-z0-9]+)*)$/.exec(name);
  if (!match) return `\\mathrm{${name.replaceAll('_', '\\_')}}`;
  const [, word, digits, rest] = match;
  const subscripts = [digits, ...rest.split('_')].filter((part) => part !== '');
  if (subscripts.length === 0) return letters(word);
  return `${letters(word)}_{${subscripts.map(letters).join(', ')}}`;
}

function letters(word: string): string {
  if (greek.has(word)) return `\\${word}`;
  return /^(?:[A-Za-z]|\d+)$/.test(word) ? word : `\\mathrm{${word}}`;
}
