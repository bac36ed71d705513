import { dividedBy, equal, isZero, minus, negated, type Rational, rational } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { type Expression, keyOf, symbolsOf } from '../expression/syntax/expression.js';
import { bordersIn } from './criticalPoints.js';
import { restricted, type Statement } from './statement.js';

/**
 * What vanishes where one of the formulas may have a kink on the set, restricted to it: the arguments of |·|, relu, max
 * and min and the two sides of conditions, where they depend on the parameters. In free parameters, data and constants.
 */
export function kinkArguments(statement: Statement): Expression[] {
  const formulas = statement.fields.flatMap(({ kind, continued }) => (kind === 'gradient' ? continued : []));
  const borders = bordersIn(formulas, statement.parameters, (problem) => problem === 'kink');
  const onSet = borders.map(({ at }) => restricted(statement, at));
  return [...new Map(onSet.map((one) => [keyOf(one), one])).values()];
}

/**
 * The point moved along a coordinate so that the argument of a kink vanishes there, where the argument is linear in it; the
 * point itself where it vanishes already; else null.
 */
export function pointOnKink(
  argument: Expression,
  values: ReadonlyMap<string, Rational>,
  coordinate: string,
): ReadonlyMap<string, Rational> | null {
  const at = (value: Rational): Rational | null => evaluateExact(argument, new Map([...values, [coordinate, value]]));
  const here = evaluateExact(argument, values);
  if (here === null || isZero(here)) return here && values;
  const [zeroth, first, second] = [0, 1, 2].map((value) => at(rational(value)));
  if (zeroth === null || first === null || second === null) return null;
  const slope = minus(first, zeroth);
  if (isZero(slope) || !equal(minus(second, first), slope)) return null;
  const root = negated(dividedBy(zeroth, slope));
  const there = at(root);
  return there !== null && isZero(there) ? new Map([...values, [coordinate, root]]) : null;
}

/** The arguments of kinks with each coordinate that they can be made to vanish along. */
export function waysToKinks(statement: Statement, coordinates: readonly string[]): WayToKink[] {
  return kinkArguments(statement).flatMap((argument) => {
    const names = symbolsOf(argument);
    const along = coordinates.filter((name) => names.includes(name));
    // no name of the grammar is empty: an argument of constants alone vanishes as it stands or not at all
    return (along.length > 0 ? along : ['']).map((coordinate) => ({ argument, coordinate }));
  });
}

/** The argument of a kink, and the coordinate along which to make it vanish; '' where it holds none. */
export interface WayToKink {
  readonly argument: Expression;
  readonly coordinate: string;
}

/** All parameters at values of the free ones; null where one is irrational. */
export function parametersAt(
  { model, restriction }: Statement,
  values: ReadonlyMap<string, Rational>,
): ReadonlyMap<string, Rational> | null {
  const all = new Map([...model.constants, ...values]);
  for (const name of model.parameters) {
    const onSet = restriction.get(name);
    const value = onSet === undefined ? all.get(name) : evaluateExact(onSet, all);
    if (value === null || value === undefined) return null;
    all.set(name, value);
  }
  return all;
}
