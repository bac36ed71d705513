import { functionNames } from './functionName.js';

/** The words of the grammar that no parameter, constant or column of data can be called. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...functionNames,
  'pi',
  'e',
  'mean',
  'var',
  'and',
  'or',
  'not',
]);

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True when a text can stand in a formula as the name of a quantity. */
export function isVariableName(text: string): boolean {
  return namePattern.test(text) && !reservedNames.has(text);
}

/** The name of one element of an array, `W[1, 2]`; indices count from 1, and an array without any is the quantity itself. */
export function elementName(array: string, indices: readonly number[]): string {
  return indices.length === 0 ? array : `${array}[${indices.join(', ')}]`;
}

/** An element's array and indices; null where a name is no element's. */
export function elementParts(name: string): { readonly array: string; readonly indices: readonly number[] } | null {
  if (!name.endsWith(']')) return null;
  const match = /^([A-Za-z_]\w*)\[(\d+(?:, \d+)*)\]$/.exec(name);
  return match === null ? null : { array: match[1], indices: match[2].split(', ').map(Number) };
}

/** Greek letters that names are written with, and the letters' own names. */
export const greekLetters = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ϵ: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta' },
  ...{ ϑ: 'theta', ι: 'iota', κ: 'kappa', λ: 'lambda', μ: 'mu', µ: 'mu', ν: 'nu', ξ: 'xi', ο: 'omicron', π: 'pi' },
  ...{ ρ: 'rho', σ: 'sigma', ς: 'sigma', τ: 'tau', υ: 'upsilon', φ: 'phi', ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega' },
  ...{ Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Υ: 'Upsilon' },
  ...{ Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
} as const;

/** Letters and digits that a name may be written with beside ASCII's, as the inside of a character class. */
export const otherNameCharacters = `${Object.keys(greekLetters).join('')}₀₁₂₃₄₅₆₇₈₉`;

/** A name or an element's, in any of its spellings, as part of a pattern: `eta`, `η`, `m[1,2]`. */
export const writtenName = `[A-Za-z_${otherNameCharacters}][A-Za-z0-9_${otherNameCharacters}]*(?:\\[[\\d, ]+\\])?`;

/** A name in ASCII: η is eta, w₁ is w1, `W[1,2]` is `W[1, 2]`; any other text as it is. */
export function canonicalName(text: string): string {
  const ascii = text.replace(new RegExp(`[${otherNameCharacters}]`, 'g'), (character) =>
    Object.hasOwn(greekLetters, character)
      ? greekLetters[character as keyof typeof greekLetters]
      : String(character.charCodeAt(0) - '₀'.charCodeAt(0)),
  );
  const element = /^\s*(\w+)\s*\[([\d\s,]+)\]\s*$/.exec(ascii);
  return element === null ? ascii : `${element[1]}[${element[2].replace(/\s/g, '').replace(/,/g, ', ')}]`;
}
