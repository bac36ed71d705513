import { childrenOf, type Expression } from './expressionTree.js';

/**
 * Every node of formulas once, a node before its parts, in the order in which they are met; `partsOf` says which parts are
 * looked at.
 */
export function nodesOf(
  formulas: readonly Expression[],
  partsOf: (node: Expression) => readonly Expression[] = childrenOf,
): Expression[] {
  const met = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (met.has(node)) return;
    met.add(node);
    for (const part of partsOf(node)) visit(part);
  };
  for (const formula of formulas) visit(formula);
  return [...met];
}

/** All names that occur in an expression, in order of first appearance; names inside mean(…) and var(…) too. */
export function symbolsOf(...nodes: readonly Expression[]): string[] {
  return symbolsReached(nodes, childrenOf);
}

/** Whether a name occurs anywhere in an expression. */
export function holdsSymbol(node: Expression, name: string): boolean {
  return symbolsOf(node).includes(name);
}

/** The names that are met on the way down through the given parts of every node, in order of first appearance. */
export function symbolsReached(
  nodes: readonly Expression[],
  partsOf: (node: Expression) => readonly Expression[],
): string[] {
  const names = new Set<string>();
  for (const node of nodesOf(nodes, partsOf)) if (node.kind === 'symbol') names.add(node.name);
  return [...names];
}
