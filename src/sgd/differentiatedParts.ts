import { childrenOf, type Expression } from '../expression/expression.js';

/** The direct subexpressions that a gradient passes through: not conditions, nor what only its sign is taken of. */
export function differentiatedParts(node: Expression): readonly Expression[] {
  if (node.kind === 'conditional') return [node.then, node.otherwise];
  return node.kind === 'call' && node.function === 'sign' ? [] : childrenOf(node);
}

/** The names that expressions have a gradient in; TensorFlow.js refuses to work out any other. */
export function differentiatedNames(...expressions: readonly Expression[]): string[] {
  const names = new Set<string>();
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'symbol') names.add(node.name);
    for (const part of differentiatedParts(node)) visit(part);
  };
  for (const expression of expressions) visit(expression);
  return [...names];
}
