import { expect } from 'vitest';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { difference, type Expression, number, product } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';

/** Expects derived = stated as an identity in every name, the data's included. */
export function expectIdentity(derived: Expression | null | undefined, stated: string, data: readonly string[]): void {
  if (derived === null || derived === undefined) throw new Error(`nothing was derived where ${stated} was expected`);
  const { status } = zeroTest(difference(derived, parseExpression(stated)), { data });
  expect({ derived: printExpression(derived), status }, `equal to ${stated}`).toEqual({
    derived: printExpression(derived),
    status: 'zero',
  });
}

/** The same, entry by entry. */
export function expectMatrix(
  derived: readonly (readonly Expression[])[],
  stated: readonly (readonly string[])[],
  data: readonly string[],
): void {
  expect(derived.map((row) => row.length)).toEqual(stated.map((row) => row.length));
  for (const [l, row] of stated.entries())
    for (const [m, entry] of row.entries()) expectIdentity(derived[l][m], entry, data);
}

/** weight · entry of a noise family's matrix, squared: what a normal direction receives from it. */
export function squared(weight: Expression, entry: Expression): Expression {
  return product(weight, entry, entry, number(1));
}
