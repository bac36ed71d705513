import { NotFollowed } from '../notFollowed.js';
import { type Condition, type Formula, holds } from './formula.js';
import type { Conditional } from './valueIn.js';

/**
 * Whether a condition holds, from the signs of what it compares with 0; null where one of them is not known and would
 * matter.
 */
export function truthOf(condition: Condition, signOf: (gap: Formula) => -1 | 0 | 1 | null): boolean | null {
  switch (condition.kind) {
    case 'comparison': {
      const sign = signOf(condition.gap);
      return sign === null ? null : holds(condition.operator, sign);
    }
    case 'not': {
      const inner = truthOf(condition.operands[0], signOf);
      return inner === null ? null : !inner;
    }
    default: {
      const deciding = condition.kind === 'or';
      const truths = condition.operands.map((operand) => truthOf(operand, signOf));
      if (truths.includes(deciding)) return deciding;
      return truths.includes(null) ? null : !deciding;
    }
  }
}

/** The branch that a condition chooses. Throws NotFollowed where it is not settled. */
export function branchOf(
  { condition, then, otherwise }: Conditional,
  signOf: (gap: Formula) => -1 | 0 | 1 | null,
): Formula {
  const chosen = truthOf(condition, signOf);
  if (chosen === null) throw new NotFollowed('a condition changes its truth');
  return chosen ? then : otherwise;
}
