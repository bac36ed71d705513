import { type Rational, rational } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { functions } from '../expression/functions/functions.js';
import { childrenOf, type Expression, smallInteger } from '../expression/syntax/expression.js';
import { randomStream } from '../numeric/random.js';
import { parametersAt } from './kinks.js';
import { isDefinedAt } from './limitGradient.js';
import type { Statement } from './statement.js';

/**
 * Whether a point of the set, with data, is found at which every formula has a value. Of an empty domain everything would
 * be true.
 */
export function hasValueSomewhere(statement: Statement): boolean {
  const { fields, targets, domain } = statement;
  if (fields.flatMap((field) => field.continued).every(isTotal) && domain.length === 0) return true;
  for (const point of pointsOfSet(statement, targets)) {
    if (hasValues(statement, point)) return true;
  }
  return false;
}

/** Whether every formula has a value at a point of the set. */
export function hasValues(statement: Statement, point: ReadonlyMap<string, Rational>): boolean {
  const values = parametersAt(statement, point);
  // a set at an irrational offset has no exact points
  return values === null || isDefinedAt(statement, values);
}

/**
 * Points to look at: values of constants, free parameters and data, with one of some cases of the data. First the base point
 * with the file's samples, then points of small numbers.
 */
export function* pointsOfSet(
  statement: Statement,
  cases: readonly ReadonlyMap<string, Rational>[],
): Generator<ReadonlyMap<string, Rational>> {
  const { model, set, free, data, fixed } = statement;
  const rows = model.dynamics.kind === 'loss' ? model.dynamics.data.rows : [];
  const base = free.map((name) => evaluateExact(set.base[model.parameters.indexOf(name)], model.constants));
  const stream = randomStream(seed, 0);
  const small = (): Rational => rational(1 + stream.below(9) * (stream.below(2) === 0 ? 1 : -1), 1 + stream.below(4));
  for (let attempt = 0; attempt < pointsTried; attempt++) {
    const isFile = attempt < Math.min(rows.length, pointsTried / 2) || attempt === 0;
    const row = rows[attempt % Math.max(rows.length, 1)];
    const pinned = isFile && cases.length > 1 ? new Map<string, Rational>() : cases[stream.below(cases.length)];
    yield new Map([
      ...model.constants,
      ...free.map((name, i) => [name, (isFile ? base[i] : null) ?? small()] as const),
      ...data.map((name, i) => [name, isFile && row !== undefined ? row[i] : small()] as const),
      ...pinned,
      ...fixed,
    ]);
  }
}

const pointsTried = 200;
const seed = 2;

/** Whether a formula has a value for all values of its names, as far as its functions tell. */
function isTotal(node: Expression): boolean {
  if (node.kind === 'power') {
    const whole = smallInteger(node.exponent);
    if (whole === null || whole < 0) return false;
  }
  if (node.kind === 'call' && functions[node.function].domain(node.arguments).length > 0) return false;
  return childrenOf(node).every(isTotal);
}
