import type { ComparisonOperator } from './expression.js';

/** Whether left ⋚ right holds; with NaN only `!=` does. For the sign of left − right compare that with 0. */
export function holds(operator: ComparisonOperator, left: number, right = 0): boolean {
  return comparisons[operator](left, right);
}

const comparisons: { readonly [operator in ComparisonOperator]: (left: number, right: number) => boolean } = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

/** `and`, `or`, `not` of truths, null for what is not known: one false operand decides `and`, one true decides `or`. */
export function combine(operator: 'and' | 'or' | 'not', operands: readonly (boolean | null)[]): boolean | null {
  if (operator === 'not') return operands[0] === null ? null : !operands[0];
  const decisive = operator === 'or';
  if (operands.includes(decisive)) return decisive;
  return operands.includes(null) ? null : !decisive;
}
