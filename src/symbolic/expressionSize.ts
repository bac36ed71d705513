import { childrenOf, type Expression } from '../expression/syntax/expression.js';

/** How many names and named constants a formula is written with, repetitions counted: a measure of the work that it asks for. */
export function expressionSize(node: Expression): number {
  if (node.kind === 'number') return 0;
  const children = childrenOf(node);
  return children.length === 0 ? 1 : children.reduce((total, child) => total + expressionSize(child), 0);
}

/** Whether a formula is written with more names than that, repetitions counted; looks no further than it has to. */
export function isLongerThan(node: Expression, names: number): boolean {
  let left = names;
  const spend = (part: Expression): boolean => {
    const children = childrenOf(part);
    if (children.length === 0) return part.kind !== 'number' && --left < 0;
    return children.some(spend);
  };
  return spend(node);
}
