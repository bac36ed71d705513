import { type Expression, isNegative } from './expression.js';

/** How tightly the parts of a written formula hold together, loosest first. */
export const precedence = {
  conditional: 0,
  or: 1,
  and: 2,
  comparison: 3,
  sum: 4,
  product: 5,
  power: 6,
  atom: 7,
} as const;

/** A part of a formula, and how tightly it holds together. */
export interface Printed {
  readonly text: string;
  readonly level: number;
}

/** The terms of a sum as they are written: in order, but a positive number before a first minus sign (1 − x). */
export function termsInOrder(terms: readonly Expression[]): readonly Expression[] {
  const last = terms[terms.length - 1];
  const isNumberFirst = isNegative(terms[0]) && last.kind === 'number' && !isNegative(last);
  return isNumberFirst ? [last, ...terms.slice(0, -1)] : terms;
}
