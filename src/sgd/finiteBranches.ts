import { memoised } from '../arithmetic/memoised.js';
import { evaluate } from '../expression/evaluation/evaluate.js';
import { functions } from '../expression/functions/functions.js';
import {
  childrenOf,
  comparison,
  conditional,
  type Expression,
  logical,
  number,
  numberZero,
  smallInteger,
  sum,
  symbolsOf,
  withChildren,
} from '../expression/syntax/expression.js';
import type { FunctionName } from '../expression/syntax/functionName.js';
import { differentiatedParts } from './differentiatedParts.js';

/**
 * An expression of the same values whose conditionals have finite branches where they are not taken.
 *
 * Backward differentiation multiplies the slope of such a branch by 0, and 0·∞ is NaN. So every argument there that may
 * leave the domain, meet a pole or overflow is a harmless number instead: `w < 1 ? w^2 : sqrt(w - 1)` becomes
 * `w < 1 ? w^2 : sqrt(not (w < 1) ? w - 1 : 1)`. The branches of max, min and relu alike. An expression without such
 * arguments in a branch stays the same node.
 */
export function finiteBranches(expression: Expression): Expression {
  const isSteep = memoised<Expression, boolean>((node, isSteep) =>
    symbolsOf(node).length === 0
      ? !Number.isFinite(evaluate(node, new Map()))
      : isSteepStep(node) || differentiatedParts(node).some(isSteep),
  );
  const within = memoised((taken: Taken) => memoised((node: Expression): Expression => build(node, taken)));
  const visit = (node: Expression, taken: Taken): Expression => (isSteep(node) ? within(taken)(node) : node);
  const build = (node: Expression, taken: Taken): Expression => {
    const chosen =
      node.kind === 'call' && node.arguments.some(isSteep) ? choiceOf(node.function, node.arguments) : null;
    if (chosen !== null) return visit(chosen, taken);
    if (node.kind === 'conditional') {
      const { condition } = node;
      const then = visit(node.then, both(taken, condition));
      const otherwise = visit(node.otherwise, both(taken, logical('not', condition)));
      return then === node.then && otherwise === node.otherwise ? node : conditional(condition, then, otherwise);
    }
    const children = childrenOf(node);
    const finite = children.map((child) => visit(child, taken));
    if (taken !== null && isSteepStep(node)) finite[0] = conditional(taken, finite[0], harmless(node));
    return finite.every((child, i) => child === children[i]) ? node : withChildren(node, finite);
  };
  return visit(expression, null);
}

/** The condition under which a part counts; null: always. */
type Taken = Expression | null;

function both(outer: Taken, inner: Expression): Expression {
  return outer === null ? inner : logical('and', outer, inner);
}

/** Whether value or slope of the step itself may be infinite, or none, at arguments that a run meets. */
function isSteepStep(node: Expression): boolean {
  if (node.kind === 'call') return functions[node.function].tame !== null;
  if (node.kind !== 'power') return false;
  const whole = smallInteger(node.exponent);
  return whole === null || whole < 0 || whole > largestTamePower;
}

/** In float32 the fourth power overflows past 4e9 only, when a replica has long diverged. */
const largestTamePower = 4;

/** An argument at which a steep step is tame. */
function harmless(node: Expression): Expression {
  return number((node.kind === 'call' ? functions[node.function].tame : null) ?? 1);
}

/** max, min and relu as the conditionals that they are, and without a value where they have none; null for the others. */
function choiceOf(name: FunctionName, [first, ...others]: readonly Expression[]): Expression | null {
  switch (name) {
    case 'max':
      return others.reduce((largest, value) => choose('>=', largest, value), first);
    case 'min':
      return others.reduce((smallest, value) => choose('<=', smallest, value), first);
    case 'relu':
      return conditional(
        comparison('>', first, numberZero),
        first,
        conditional(comparison('<=', first, numberZero), numberZero, first),
      );
    default:
      return null;
  }
}

/** Two comparisons, both of which fail where one of the values is none; then so is their sum. */
function choose(operator: '>=' | '<=', a: Expression, b: Expression): Expression {
  return conditional(comparison(operator, a, b), a, conditional(comparison(operator, b, a), b, sum(a, b)));
}
