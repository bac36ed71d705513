import { childrenOf, type Expression, symbolsReached } from '../expression/syntax/expression.js';

/** The direct subexpressions that a gradient passes through: not conditions, nor what only its sign is taken of. */
export function differentiatedParts(node: Expression): readonly Expression[] {
  if (node.kind === 'conditional') return [node.then, node.otherwise];
  return node.kind === 'call' && node.function === 'sign' ? [] : childrenOf(node);
}

/** The names that expressions have a gradient in; TensorFlow.js refuses to work out any other. */
export function differentiatedNames(...expressions: readonly Expression[]): string[] {
  return symbolsReached(expressions, differentiatedParts);
}
