import { type Expression, numberZero } from '../expression/syntax/expression.js';

/** Σ_i coefficients[i] · r^(lowest + i) + O(r^(lowest + number of coefficients)), exact. */
export interface Series {
  readonly lowest: number;
  readonly coefficients: readonly Expression[];
}

/**
 * A part has no expansion in whole powers of r, positive or negative; or it may have one (`isShort`), all known
 * coefficients of a divisor being zero. Caught where the expansion was asked for.
 */
export class NoSeries extends Error {
  constructor(readonly isShort: boolean) {
    super(isShort ? 'more terms are needed' : 'no expansion in whole powers');
  }
}

/** Coefficient by coefficient, as far as both are known. Throws NoSeries where none is. */
export function join(a: Series, b: Series, combine: (x: Expression, y: Expression) => Expression): Series {
  const lowest = Math.min(a.lowest, b.lowest);
  const end = Math.min(a.lowest + a.coefficients.length, b.lowest + b.coefficients.length);
  if (end <= lowest) throw new NoSeries(true);
  const coefficients = Array.from({ length: end - lowest }, (_, i) =>
    combine(coefficient(a, lowest + i), coefficient(b, lowest + i)),
  );
  return { lowest, coefficients };
}

/** The coefficient of r^exponent; 0 beyond what is known. */
export function coefficient({ lowest, coefficients }: Series, exponent: number): Expression {
  return coefficients[exponent - lowest] ?? numberZero;
}
