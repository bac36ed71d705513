import { type Rational, rational } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluate.js';
import { functions } from '../expression/functions/functions.js';
import { childrenOf, type Expression, smallInteger } from '../expression/syntax/expression.js';
import { randomStream } from '../numeric/random.js';
import { parametersAt } from './kinks.js';
import { isDefinedAt } from './limitGradient.js';
import type { Statement } from './statement.js';

/**
 * Whether a point of the set, with data, is found at which every formula has a value: first the base point with the file's
 * samples, then points of small numbers. Of an empty domain everything would be true.
 */
export function hasValueSomewhere(statement: Statement): boolean {
  const { model, set, fields, free, data, targets, fixed } = statement;
  const formulas = fields.flatMap((field) => field.continued);
  if (formulas.every(isTotal) && statement.domain.length === 0) return true;
  const rows = model.dynamics.kind === 'loss' ? model.dynamics.data.rows : [];
  const base = free.map((name) => evaluateExact(set.base[model.parameters.indexOf(name)], model.constants));
  const stream = randomStream(seed, 0);
  const small = (): Rational => rational(1 + stream.below(9) * (stream.below(2) === 0 ? 1 : -1), 1 + stream.below(4));
  for (let attempt = 0; attempt < pointsTried; attempt++) {
    const isFile = attempt < Math.min(rows.length, pointsTried / 2) || attempt === 0;
    const row = rows[attempt % Math.max(rows.length, 1)];
    const values = parametersAt(
      statement,
      new Map([
        ...model.constants,
        ...free.map((name, i) => [name, (isFile ? base[i] : null) ?? small()] as const),
        ...data.map((name, i) => [name, isFile && row !== undefined ? row[i] : small()] as const),
        ...(isFile ? [] : targets[stream.below(targets.length)]),
        ...fixed,
      ]),
    );
    // a set at an irrational offset has no exact points
    if (values === null) return true;
    if (isDefinedAt(statement, values)) return true;
  }
  return false;
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
