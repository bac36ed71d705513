import { InputError } from '../arithmetic/inputError.js';
import { fromNumber, type Rational } from '../arithmetic/rational.js';
import { evaluate } from '../expression/evaluation/evaluate.js';
import { type RandomStream, randomStream } from '../numeric/random.js';
import type { Draw, GeneratedExpression } from './generatedExpression.js';

/** A column of generated data: its name, its formula, and where the formula stands. */
export interface GeneratedColumn {
  readonly name: string;
  readonly formula: GeneratedExpression;
  readonly where: string;
}

/**
 * Draws n samples, one row each with one number a column.
 *
 * Sample i draws from stream i of the seed, column after column, so that it does not depend on n. A formula may use the
 * constants and the columns before it. A number is kept as the shortest decimal of its double. Throws InputError when a
 * value is not finite, or a standard deviation is negative.
 */
export function generateData(
  columns: readonly GeneratedColumn[],
  constants: ReadonlyMap<string, number>,
  n: number,
  seed: number,
): Rational[][] {
  return Array.from({ length: n }, (_, sample) => {
    const stream = randomStream(seed, sample);
    const values = new Map(constants);
    return columns.map(({ name, formula, where }) => {
      for (const draw of formula.draws) values.set(draw.name, drawn(draw, values, stream, where));
      const value = Number(evaluate(formula.expression, values));
      if (!Number.isFinite(value)) {
        throw new InputError(where, `${name} of sample ${sample + 1} is ${value}`, 'a finite number');
      }
      values.set(name, value);
      return fromNumber(value);
    });
  });
}

function drawn(draw: Draw, values: ReadonlyMap<string, number>, stream: RandomStream, where: string): number {
  const [first, second] = draw.arguments.map((argument) => Number(evaluate(argument, values)));
  if (draw.law === 'uniform') return first + (second - first) * stream.uniform();
  if (!(second >= 0)) throw new InputError(where, `a standard deviation of ${second}`, 'one from 0 upward');
  return first + second * stream.normal();
}
