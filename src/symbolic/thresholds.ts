import { evaluate } from '../expression/evaluate.js';
import {
  childrenOf,
  difference,
  type Expression,
  keyOf,
  number,
  product,
  sum,
  symbol,
  symbolsOf,
  withChildren,
} from '../expression/expression.js';
import { simplify } from '../expression/fromNormalForm.js';
import { printExpression } from '../expression/print.js';
import { substitute } from '../expression/substitute.js';
import { zeroTest } from '../expression/zeroTest.js';
import type { AffineSet, Model } from '../model/model.js';
import { toNumber } from '../numeric/rational.js';
import { momentsOf } from './aliases.js';
import { largestExponent } from './condition.js';
import type { EigenDirection, Threshold } from './derivation.js';
import { solveFor } from './solve.js';

/**
 * Zeros of the SDE's exponent λ in every constant and in every data moment, the others held (theory §5).
 *
 * λ is solved as it stands; where the name sits inside its max or |·|, each eigen-direction is solved by itself and
 * keeps the condition that the others do not lie above it. Of two branches that mirror each other the positive one is
 * kept. Constants come in the file's order, then the moments.
 */
export function deriveThresholds(
  model: Model,
  set: AffineSet,
  directions: readonly EigenDirection[],
  data: readonly string[],
): Threshold[] {
  const top = largestExponent(directions, data);
  const moments = momentsOf(top);
  const names = new Map(moments.map((moment, i) => [keyOf(moment), symbol(momentName(i))]));
  const back = new Map(moments.map((moment, i) => [momentName(i), moment]));
  const opened = (expression: Expression): Expression => replaceNodes(expression, names);
  const lambda = opened(top);
  const all = directions.map(({ exponent }) => opened(exponent));
  const present = new Set(symbolsOf(lambda));
  // a moment that holds a parameter of the base point is no property of the data
  const ofData = [...back].filter(([, moment]) => !symbolsOf(moment).some((name) => model.parameters.includes(name)));
  const unknowns = [...model.constants.keys(), ...ofData.map(([name]) => name)].filter((name) => present.has(name));
  return unknowns.flatMap((name) =>
    branches(lambda, all, name).map(({ solution, domain }): Threshold => {
      const moment = back.get(name);
      const close = (expression: Expression): Expression => simplify(substitute(expression, back), data);
      return {
        parameter: moment === undefined ? name : printExpression(moment),
        expression: close(solution),
        orientation: moment === undefined ? orientation(model, set, close(lambda), name, close(solution)) : null,
        domain: domain === null ? null : substitute(domain, back),
      };
    }),
  );
}

/** No name of the grammar holds a space. */
function momentName(i: number): string {
  return `moment ${i + 1}`;
}

interface Branch {
  readonly solution: Expression;
  readonly domain: Expression | null;
}

function branches(lambda: Expression, directions: readonly Expression[], name: string): Branch[] {
  const direct = solveFor(lambda, name);
  if (direct !== null) return withoutMirrors(lambda, name, direct).map((solution) => ({ solution, domain: null }));
  return directions.flatMap((exponent, i) =>
    withoutMirrors(lambda, name, solveFor(exponent, name) ?? []).map((solution) => ({
      solution,
      domain: notBelow(
        directions.filter((_, j) => j !== i).map((other) => simplify(substitute(other, new Map([[name, solution]])))),
      ),
    })),
  );
}

/** The condition that every one of the other exponents is ≤ 0. */
function notBelow(others: readonly Expression[]): Expression | null {
  const conditions = others.map(
    (other): Expression => ({ kind: 'comparison', operator: '<=', left: other, right: number(0) }),
  );
  if (conditions.length === 0) return null;
  return conditions.length === 1 ? conditions[0] : { kind: 'logical', operator: 'and', operands: conditions };
}

/** When λ is even in the name, solutions come in pairs ±s: the one written without a minus is kept. */
function withoutMirrors(lambda: Expression, name: string, solutions: readonly Expression[]): Expression[] {
  const mirrored = substitute(lambda, new Map([[name, product(number(-1), symbol(name))]]));
  const even = zeroTest(difference(lambda, mirrored)).status === 'zero';
  if (!even) return [...solutions];
  return solutions.filter((solution, i) => {
    const twin = solutions.findIndex((other, j) => j !== i && zeroTest(sum(solution, other)).status === 'zero');
    return twin < 0 || i < twin;
  });
}

/** On which side of the threshold λ is negative, from its values beside it at the file's constants, data and base point. */
function orientation(
  model: Model,
  set: AffineSet,
  lambda: Expression,
  name: string,
  solution: Expression,
): Threshold['orientation'] {
  const values = new Map([...model.constants].map(([constant, value]) => [constant, toNumber(value)]));
  const samples =
    model.dynamics.kind === 'loss'
      ? {
          names: [...model.dynamics.data.inputs, ...model.dynamics.data.targets],
          rows: model.dynamics.data.rows.map((row) => row.map(toNumber)),
        }
      : undefined;
  for (const [i, parameter] of model.parameters.entries()) values.set(parameter, Number(evaluate(set.base[i], values)));
  const at = Number(evaluate(solution, values, samples));
  const offset = relativeOffset * Math.max(Math.abs(at), Number.MIN_VALUE ** 0.25);
  const beside = (side: number): number =>
    Number(evaluate(lambda, new Map([...values, [name, at + side * offset]]), samples));
  const above = beside(1);
  const below = beside(-1);
  if (above < 0 && below > 0) return 'above';
  if (above > 0 && below < 0) return 'below';
  return null;
}

/** Far enough from the zero for the sign to be clear in doubles, near enough for no other zero to lie between. */
const relativeOffset = 1e-6;

function replaceNodes(node: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  const found = replacements.get(keyOf(node));
  if (found !== undefined) return found;
  const children = childrenOf(node);
  return children.length === 0
    ? node
    : withChildren(
        node,
        children.map((child) => replaceNodes(child, replacements)),
      );
}
