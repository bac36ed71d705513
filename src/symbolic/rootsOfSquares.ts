import { memoised } from '../arithmetic/memoised.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { TooLarge } from '../expression/algebra/normalFormErrors.js';
import { type Expression, nodesOf, withParts } from '../expression/syntax/expression.js';

/**
 * A formula with |g| in place of the root of g², where what is under the root vanishes: √(w² + 2wv + v²) is |w + v|, which has
 * a kink where a root in general has no slope. Roots of what is no square stay.
 */
export function withSizesForRoots(expression: Expression, vanishes: (value: Expression) => boolean): Expression {
  if (!holdsRoot(expression)) return expression;
  return memoised<Expression, Expression>((node, written) => {
    const rebuilt = withParts(node, written);
    const under = radicandOf(rebuilt);
    return under !== null && vanishes(under) ? (sizeOf(rebuilt) ?? rebuilt) : rebuilt;
  })(expression);
}

function radicandOf(node: Expression): Expression | null {
  if (node.kind === 'call' && node.function === 'sqrt') return node.arguments[0];
  const isHalf = node.kind === 'power' && node.exponent.kind === 'number' && node.exponent.value.denominator === 2n;
  return isHalf ? node.base : null;
}

function holdsRoot(node: Expression): boolean {
  return nodesOf([node]).some((part) => radicandOf(part) !== null);
}

function sizeOf(root: Expression): Expression | null {
  try {
    const simple = simplify(root);
    return holdsRoot(simple) ? null : simple;
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}
