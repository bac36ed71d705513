import { replaceNodes } from '../expression/calculus/substitute.js';
import { type Expression, keyOf, symbol } from '../expression/syntax/expression.js';
import { momentsOf } from '../expression/syntax/momentParts.js';

/** Moments of the data as names of their own, so that an exponent can be solved for one of them. */
export interface OpenedMoments {
  /** moments by the name that stands for them; no name of the grammar holds a space */
  readonly byName: ReadonlyMap<string, Expression>;
  /** the same expression with names in place of moments; `substitute` with byName undoes it */
  readonly open: (expression: Expression) => Expression;
}

/** Gives every distinct moment in the expressions a name, one of no grammar, and the way to put the names in. */
export function openMoments(expressions: readonly Expression[]): OpenedMoments {
  const moments = new Map(momentsOf(expressions).map((moment) => [keyOf(moment), moment]));
  const named = [...moments].map(([key, moment], i) => ({ key, moment, name: `moment ${i + 1}` }));
  const names = new Map(named.map(({ key, name }) => [key, symbol(name)]));
  return {
    byName: new Map(named.map(({ name, moment }) => [name, moment])),
    open: (expression) => replaceNodes(expression, names),
  };
}
