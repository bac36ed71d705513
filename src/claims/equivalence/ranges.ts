import * as enclosures from '../../arithmetic/enclosure.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type { Algebra, Canonical } from './algebra.js';

/** Closed intervals of names. */
export type Ranges = ReadonlyMap<string, readonly [Rational, Rational]>;

/** The sign that a polynomial has all over the intervals of its names, term by term; null where they do not settle it. */
export function signWithin(algebra: Algebra, { form }: Canonical, ranges: Ranges): -1 | 0 | 1 | null {
  if (ranges.size === 0) return null;
  const byAtom = new Map([...ranges].map(([name, [lower, upper]]) => [`1*$${name}^1`, { lower, upper }]));
  let total = enclosures.exact(rational(0));
  for (const [text, coefficient] of form) {
    let term = enclosures.exact(coefficient);
    for (const { atom, exponent } of algebra.monomials.get(text)?.powers ?? []) {
      const range = byAtom.get(atom);
      const power = range === undefined ? null : enclosures.power(range, exponent, bits);
      if (power === null) return null;
      term = enclosures.times(term, power);
    }
    total = enclosures.plus(total, term);
  }
  return enclosures.signOf(total);
}

/** Bounds of claims are short decimals. */
const bits = 256;
