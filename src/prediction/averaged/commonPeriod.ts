import { differentiate } from '../../expression/calculus/differentiate.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import { childrenOf, type Expression, holdsSymbol, symbolsOf } from '../../expression/syntax/expression.js';
import { constantExpressions } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { BaseDynamics } from '../../symbolic/baseDynamics.js';
import type { Linearisation } from '../../symbolic/derivation.js';

/** A period of all fields along a set in its one free parameter, drift and noise of the base point included; null as below. */
export function periodAlong(model: Model, linearisation: Linearisation, dynamics: BaseDynamics): number | null {
  const { curvature, regulariserCurvature, sampleCurvature, outputCurvature, noise } = linearisation;
  const { free, sampleDrift, sharedDrift, outputs, columns } = dynamics;
  const matrices = [curvature, regulariserCurvature ?? [], sampleCurvature ?? [], ...outputCurvature];
  const fields = [
    ...[...matrices, ...noise.map(({ matrix }) => matrix)].flat(2),
    ...[sampleDrift ?? [], sharedDrift, ...outputs, ...columns].flat(),
  ];
  return commonPeriod(fields, free[0], constantExpressions(model));
}

/**
 * A period of all expressions in one name: where it stands in arguments of sin and cos alone, each affine in it with a
 * number for its slope, and these are multiples of one. Null where there is none, or none that is seen.
 */
export function commonPeriod(
  expressions: readonly Expression[],
  name: string,
  constants: ReadonlyMap<string, Expression>,
): number | null {
  const slopes = new Set<number>();
  const isPeriodic = (node: Expression): boolean => {
    if (!holdsSymbol(node, name)) return true;
    if (node.kind === 'call' && (node.function === 'sin' || node.function === 'cos')) {
      const slope = differentiate(node.arguments[0], name);
      if (symbolsOf(slope).length > 0) return false;
      slopes.add(Math.abs(Number(evaluate(slope, new Map()))));
      return true;
    }
    const parts = childrenOf(node);
    return parts.length > 0 && parts.every(isPeriodic);
  };
  if (!expressions.every((expression) => isPeriodic(substitute(expression, constants)))) return null;
  if (slopes.size === 0) return 2 * Math.PI;
  const least = Math.min(...slopes);
  for (let turns = 1; turns <= mostTurns; turns++) {
    const isWhole = (x: number): boolean => Math.abs(x - Math.round(x)) <= rounding * x;
    if ([...slopes].every((slope) => isWhole((turns * slope) / least))) return (2 * Math.PI * turns) / least;
  }
  return null;
}

/** Of the slowest wave in a period. */
const mostTurns = 12;
const rounding = 1e-12;
