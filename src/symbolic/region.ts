import { zeroTest } from '../expression/algebra/zeroTest.js';
import { comparison, type Expression, isNegative, keyOf, negate, numberZero } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { bordersIn } from './criticalPoints.js';
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
  const formulas = statement.fields.flatMap(({ continued }) => continued);
  // at poles there is no value at all
  for (const { atom, at } of bordersIn(formulas, statement.parameters, (problem) => problem !== 'pole')) {
    const onSet = restricted(statement, at);
    // what is 0 all over the set is no border but a kink on the set, which stops the derivation
    if (zeroTest(onSet).status === 'zero') continue;
    const condition = comparison('!=', isNegative(onSet) ? negate(onSet) : onSet, numberZero);
    if (!found.has(keyOf(condition))) found.set(keyOf(condition), { condition, atom: printExpression(atom) });
  }
  return [...found.values()];
}
