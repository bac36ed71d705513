import { memoised } from '../../arithmetic/memoised.js';
import { compare } from '../../arithmetic/rational.js';
import { exactValue } from '../functions/functions.js';
import { combine, holds } from '../syntax/condition.js';
import { type Expression, keyOf, withParts } from '../syntax/expression.js';

/**
 * The expression with every name of `replacements` replaced at once, inside mean(…) and var(…) too.
 *
 * What becomes exact is worked out (tanh(0) is 0, a conditional whose condition compares numbers is the branch that it
 * chooses); what holds no replaced name stays the same node.
 */
export function substitute(expression: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  return memoised<Expression, Expression>((node, replaced) => {
    if (node.kind === 'symbol') return replacements.get(node.name) ?? node;
    if (node.kind === 'conditional') {
      const decided = decide(replaced(node.condition));
      if (decided !== null) return replaced(decided ? node.then : node.otherwise);
    }
    const rebuilt = withParts(node, replaced);
    if (rebuilt === node || rebuilt.kind !== 'call') return rebuilt;
    return exactValue(rebuilt.function, rebuilt.arguments) ?? rebuilt;
  })(expression);
}

/** The expression with whole subexpressions, known by their keys, replaced; nothing is worked out. */
export function replaceNodes(expression: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  return memoised<Expression, Expression>(
    (node, replaced) => replacements.get(keyOf(node)) ?? withParts(node, replaced),
  )(expression);
}

/** Whether a condition holds, when that is a matter of exact numbers alone; else null. */
function decide(condition: Expression): boolean | null {
  switch (condition.kind) {
    case 'comparison': {
      const { left, right } = condition;
      if (left.kind !== 'number' || right.kind !== 'number') return null;
      return holds(condition.operator, compare(left.value, right.value));
    }
    case 'logical':
      return combine(condition.operator, condition.operands.map(decide));
    case 'conditional': {
      const chosen = decide(condition.condition);
      return chosen === null ? null : decide(chosen ? condition.then : condition.otherwise);
    }
    default:
      return null;
  }
}
