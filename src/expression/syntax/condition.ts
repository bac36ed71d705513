import type { ComparisonOperator } from './expression.js';

/** Whether left ⋚ right holds, given the sign of left − right. */
export function holds(operator: ComparisonOperator, order: -1 | 0 | 1): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

/** `and`, `or`, `not` of truths, null for what is not known: one false operand decides `and`, one true decides `or`. */
export function combine(operator: 'and' | 'or' | 'not', operands: readonly (boolean | null)[]): boolean | null {
  if (operator === 'not') return operands[0] === null ? null : !operands[0];
  const decisive = operator === 'or';
  if (operands.includes(decisive)) return decisive;
  return operands.includes(null) ? null : !decisive;
}
