import { zeroTest } from '../expression/algebra/zeroTest.js';
import {
  comparison,
  difference,
  type Expression,
  isNegative,
  keyOf,
  negate,
  nodesOf,
  numberZero,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { criticalPointsOf } from './criticalPoints.js';
import { boundariesOf } from './smoothness.js';
import { restricted, type Statement } from './statement.js';

/** Where the formulas near a set may be differentiated as often as the linearisation takes. */
export interface SmoothWhere {
  /** holds there; in constants, free parameters and the data's names */
  readonly condition: Expression;
  /** the atom that has a kink or no derivative where it does not, as it is written */
  readonly atom: string;
}

/**
 * The region on which curvature, noise and exponents of a set were derived: no argument of |·|, relu, max, min, sign or a
 * condition is 0 on the set, nor that of a root, where they depend on the parameters (theory §4). At its border the formulas
 * are smooth in one-sided branches at best, and what was derived says nothing.
 */
export function regionOf(statement: Statement): SmoothWhere[] {
  const found = new Map<string, SmoothWhere>();
  for (const node of nodesOf(statement.fields.flatMap(({ continued }) => continued))) {
    for (const at of criticalArguments(node)) {
      if (!symbolsOf(at).some((name) => statement.parameters.includes(name))) continue;
      const onSet = restricted(statement, at);
      // what is 0 all over the set is no border but a kink on the set, which stops the derivation
      if (zeroTest(onSet).status === 'zero') continue;
      const condition = comparison('!=', isNegative(onSet) ? negate(onSet) : onSet, numberZero);
      if (!found.has(keyOf(condition))) found.set(keyOf(condition), { condition, atom: printExpression(node) });
    }
  }
  return [...found.values()];
}

/** What must not be 0 for a node to be smooth in its arguments, poles apart, where it has no value at all. */
function criticalArguments(node: Expression): Expression[] {
  if (node.kind === 'conditional') return boundariesOf(node.condition);
  if (node.kind === 'call' && (node.function === 'max' || node.function === 'min')) {
    return node.arguments.flatMap((one, i) => node.arguments.slice(i + 1).map((other) => difference(one, other)));
  }
  return criticalPointsOf(node).flatMap(({ at, problem }) => (problem === 'pole' ? [] : [at]));
}
