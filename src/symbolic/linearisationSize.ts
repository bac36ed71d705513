import { childrenOf, type Expression } from '../expression/syntax/expressionTree.js';
import type { Linearisation } from './derivation.js';

/** How many nodes the matrices of a linearisation are made of, shared ones counted once: a measure of the memory that it holds. */
export function linearisationSize(linearisation: Linearisation): number {
  const { curvature, sampleCurvature, regulariserCurvature, outputCurvature, noise } = linearisation;
  const matrices = [
    curvature,
    sampleCurvature,
    regulariserCurvature,
    ...outputCurvature,
    ...noise.map(({ matrix }) => matrix),
  ];
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const matrix of matrices) for (const entry of matrix?.flat() ?? []) visit(entry);
  return seen.size;
}
