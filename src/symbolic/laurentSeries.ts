import { type Expression, numberZero } from '../expression/syntax/expression.js';

/** Σ_i coefficients[i] · r^(lowest + i) + O(r^(lowest + number of coefficients)), exact. */
export interface Series {
  readonly lowest: number;
  readonly coefficients: readonly Expression[];
}

/** A part has no expansion in whole powers of r, positive or negative; or every known coefficient of a divisor is zero. */
export type Missing = 'none' | 'short';

/** A series, or why there is none. */
export type Expanded = Series | Missing;

/** What is made of two series, where there are both. */
export function both(a: Expanded, b: Expanded, combine: (a: Series, b: Series) => Expanded): Expanded {
  if (typeof a === 'string') return a;
  return typeof b === 'string' ? b : combine(a, b);
}

/** Coefficient by coefficient, as far as both are known. */
export function join(a: Series, b: Series, combine: (x: Expression, y: Expression) => Expression): Expanded {
  const lowest = Math.min(a.lowest, b.lowest);
  const end = Math.min(a.lowest + a.coefficients.length, b.lowest + b.coefficients.length);
  if (end <= lowest) return 'short';
  const coefficients = Array.from({ length: end - lowest }, (_, i) =>
    combine(coefficient(a, lowest + i), coefficient(b, lowest + i)),
  );
  return { lowest, coefficients };
}

/** The coefficient of r^exponent; 0 beyond what is known. */
export function coefficient({ lowest, coefficients }: Series, exponent: number): Expression {
  return coefficients[exponent - lowest] ?? numberZero;
}

/** Without what stands at r^end and beyond. */
export function truncated(series: Expanded, end: number): Expanded {
  if (typeof series === 'string') return series;
  return { ...series, coefficients: series.coefficients.slice(0, Math.max(0, end - series.lowest)) };
}
