import { evaluate, type Samples } from '../../src/expression/evaluation/evaluate.js';
import { childrenOf, type Expression } from '../../src/expression/syntax/expression.js';

/** Parts beyond this make rounding visible: tan(1e8) keeps half its digits, sin(1e22) none. */
const largestPart = 1e6;

/** True when every part of an expression has a value at the point, and none so large that rounding decides the result. */
export function isTame(node: Expression, values: ReadonlyMap<string, number>, samples?: Samples): boolean {
  const value = evaluate(node, values, samples);
  if (Number.isNaN(value) || Math.abs(Number(value)) > largestPart) return false;
  return childrenOf(node).every((child) => isTame(child, values, samples));
}
