import { memoised } from '../../arithmetic/memoised.js';
import { conditional, type Expression, type NodeOf, symbolsOf, withParts } from '../syntax/expression.js';
import { holdsMoment } from '../syntax/momentParts.js';
import { substitute } from './substitute.js';

/**
 * The expression with names replaced, in every branch that is taken only where a name is equal to something, by what it is
 * equal to: (a == b ? sin(a) : 0) is (a == b ? sin(b) : 0). Where nothing is replaced it is the same node.
 *
 * `data`: names that mean others inside mean(…) and var(…) than outside.
 */
export function replacedWhereEqual(expression: Expression, data: readonly string[]): Expression {
  return memoised<Expression, Expression>((node, replaced) =>
    withParts(node.kind === 'conditional' ? withReplacedBranches(node, data) : node, replaced),
  )(expression);
}

function withReplacedBranches(node: NodeOf<'conditional'>, data: readonly string[]): Expression {
  const then = whereEqual(node.condition, '==', node.then, data);
  const otherwise = whereEqual(node.condition, '!=', node.otherwise, data);
  return then === node.then && otherwise === node.otherwise ? node : conditional(node.condition, then, otherwise);
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
