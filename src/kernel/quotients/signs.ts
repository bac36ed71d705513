import { sign } from '../../arithmetic/rational.js';
import type { Polynomial, Term } from './polynomial.js';

/** The sign of a number. */
export type Sign = -1 | 0 | 1;

/** The signs that something may have, each once: a single one is known, of all three nothing is. */
export type Signs = readonly Sign[];

/** Nothing is known. */
export const anySign: Signs = [-1, 0, 1];

/** What is not negative. */
export const nonnegative: Signs = [0, 1];

/** The signs that a product may have. */
export function timesSigns(a: Signs, b: Signs): Signs {
  return distinct(a.flatMap((x) => b.map((y) => (x * y) as Sign)));
}

/** The first of those that say most. */
export function narrowest(found: readonly Signs[]): Signs {
  return found.reduce((a, b) => (b.length < a.length ? b : a));
}

/** The signs that a term may have, by those of its atoms; none is known of a division by 0, which a branch may leave out. */
export function signsOfTerm({ coefficient, powers }: Term, signsOfAtom: (atom: string) => Signs): Signs {
  const factors = [...powers].map(([atom, { numerator, denominator }]) => {
    const signs = signsOfAtom(atom);
    if (numerator < 0n && signs.every((one) => one === 0)) return anySign;
    const isEven = denominator === 1n && numerator % 2n === 0n;
    return isEven ? distinct(signs.map((one) => (one * one) as Sign)) : signs;
  });
  return factors.reduce(timesSigns, [sign(coefficient)]);
}

/** The signs that a sum of terms may have. */
export function signsOfTerms(polynomial: Polynomial, signsOfAtom: (atom: string) => Signs): Signs {
  const plus = (x: Sign, y: Sign): Signs => (x === 0 || x === y ? [y] : y === 0 ? [x] : anySign);
  return [...polynomial.values()]
    .map((term) => signsOfTerm(term, signsOfAtom))
    .reduce((a, b) => distinct(a.flatMap((x) => b.flatMap((y) => plus(x, y)))), [0]);
}

function distinct(signs: readonly Sign[]): Signs {
  return [...new Set(signs)];
}
