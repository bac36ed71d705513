import { compare } from '../../arithmetic/rational.js';
import { exactValue } from '../functions/functions.js';
import { combine, holds } from '../syntax/condition.js';
import { childrenOf, conditional, type Expression, keyOf, withChildren } from '../syntax/expression.js';

/**
 * The expression with every name of `replacements` replaced at once, inside mean(…) and var(…) too.
 *
 * What becomes exact is worked out (tanh(0) is 0, a conditional whose condition compares numbers is the branch that it
 * chooses); what holds no replaced name stays the same node.
 */
export function substitute(expression: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  const known = new Map<Expression, Expression>();
  const visit = (node: Expression): Expression => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const result = build(node);
    known.set(node, result);
    return result;
  };
  const build = (node: Expression): Expression => {
    if (node.kind === 'symbol') return replacements.get(node.name) ?? node;
    if (node.kind === 'conditional') {
      const condition = visit(node.condition);
      const decided = decide(condition);
      if (decided !== null) return visit(decided ? node.then : node.otherwise);
      const then = visit(node.then);
      const otherwise = visit(node.otherwise);
      const isSame = condition === node.condition && then === node.then && otherwise === node.otherwise;
      return isSame ? node : conditional(condition, then, otherwise);
    }
    const children = childrenOf(node);
    const replaced = children.map(visit);
    if (replaced.every((child, i) => child === children[i])) return node;
    const exact = node.kind === 'call' ? exactValue(node.function, replaced) : null;
    return exact ?? withChildren(node, replaced);
  };
  return visit(expression);
}

/** The expression with whole subexpressions, known by their keys, replaced; nothing is worked out. */
export function replaceNodes(node: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  const found = replacements.get(keyOf(node));
  if (found !== undefined) return found;
  const children = childrenOf(node);
  return children.length === 0
    ? node
    : withChildren(
        node,
        children.map((child) => replaceNodes(child, replacements)),
      );
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
