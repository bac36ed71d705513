import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import { difference, type Expression, number, numberZero, product, sum } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { vanishesAt } from './constants.js';
import { reduceEquations } from './linearEquations.js';

/**
 * Completes a base point that is stated for some parameters: the others follow from rows · θ = offsets (in the order of
 * the parameters, the first ones through the later ones) and are 0 where the equations leave them free.
 *
 * Throws InputError, at `where`, when no point of the set has the stated values.
 */
export function completedBase(
  rows: readonly (readonly Rational[])[],
  offsets: readonly Expression[],
  parameters: readonly string[],
  stated: ReadonlyMap<string, Expression>,
  constants: ReadonlyMap<string, Rational>,
  { equations, where }: { readonly equations: readonly Expression[]; readonly where: string },
): Expression[] {
  const unknown = parameters.flatMap((name, j) => (stated.has(name) ? [] : [j]));
  const rightSides = rows.map((row, i) => {
    const known = parameters.flatMap((name, j) => {
      const value = stated.get(name);
      return value === undefined ? [] : [product(number(row[j]), value)];
    });
    return difference(offsets[i], sum(...known));
  });
  const reduced = reduceEquations(
    rows.map((row) => unknown.map((j) => row[j])),
    rightSides,
  );
  const off = reduced.remainders.find(({ rightSide }) => !vanishesAt(rightSide, constants));
  if (off !== undefined) {
    const equation = printExpression(equations[off.equation]);
    throw new InputError(where, 'the base point is off the set', `a point where ${equation} = 0`);
  }
  const base = parameters.map((name) => stated.get(name) ?? numberZero);
  reduced.pivots.forEach((pivot, i) => {
    base[unknown[pivot]] = reduced.rightSides[i];
  });
  return base;
}
