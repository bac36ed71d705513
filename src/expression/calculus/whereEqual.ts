import { childrenOf, conditional, type Expression, symbolsOf, withChildren } from '../syntax/expression.js';
import { holdsMoment } from '../syntax/momentParts.js';
import { substitute } from './substitute.js';

/**
 * The expression with names replaced, in every branch that is taken only where a name is equal to something, by what it is
 * equal to: (a == b ? sin(a) : 0) is (a == b ? sin(b) : 0). Where nothing is replaced it is the same node.
 *
 * `data`: names that mean others inside mean(…) and var(…) than outside.
 */
export function replacedWhereEqual(expression: Expression, data: readonly string[]): Expression {
  const known = new Map<Expression, Expression>();
  const visit = (node: Expression): Expression => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const result = build(node);
    known.set(node, result);
    return result;
  };
  const build = (node: Expression): Expression => {
    if (node.kind === 'conditional') {
      const then = visit(whereEqual(node.condition, '==', node.then, data));
      const otherwise = visit(whereEqual(node.condition, '!=', node.otherwise, data));
      const condition = visit(node.condition);
      const isSame = condition === node.condition && then === node.then && otherwise === node.otherwise;
      return isSame ? node : conditional(condition, then, otherwise);
    }
    const children = childrenOf(node);
    const next = children.map(visit);
    return next.every((child, i) => child === children[i]) ? node : withChildren(node, next);
  };
  return visit(expression);
}

function whereEqual(
  condition: Expression,
  operator: '==' | '!=',
  branch: Expression,
  data: readonly string[],
): Expression {
  if (holdsMoment(branch) && symbolsOf(condition).some((name) => data.includes(name))) return branch;
  if (condition.kind === 'logical' && condition.operator === (operator === '==' ? 'and' : 'or')) {
    // twice, since what one operand brings in another may replace
    return [...condition.operands, ...condition.operands].reduce(
      (result, operand) => whereEqual(operand, operator, result, data),
      branch,
    );
  }
  if (condition.kind !== 'comparison' || condition.operator !== operator) return branch;
  const { left, right } = condition;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ]) {
    if (side.kind !== 'symbol' || symbolsOf(other).includes(side.name)) continue;
    return substitute(branch, new Map([[side.name, other]]));
  }
  return branch;
}
