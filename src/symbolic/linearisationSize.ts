import { nodesOf } from '../expression/syntax/expression.js';
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
  return nodesOf(matrices.flatMap((matrix) => matrix?.flat() ?? [])).length;
}
