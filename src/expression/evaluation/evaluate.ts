import { InputError } from '../../arithmetic/inputError.js';
import { toNumber } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { holds } from '../syntax/condition.js';
import { type Expression, isCondition } from '../syntax/expression.js';
import { type SampleTable, sampledSurroundings } from './samples.js';
import { type Field, Walk } from './walk.js';

/** Rows of data in double precision: samples × names. */
export type Samples = SampleTable<number>;

/**
 * The value of an expression in double precision: a number, or the truth of a condition.
 *
 * Inside mean(…) and var(…) (population variance) the names of `samples` take the values of each row. Throws InputError
 * for a name without a value, and for a moment without samples.
 */
export function evaluate(
  expression: Expression,
  values: ReadonlyMap<string, number>,
  samples?: Samples,
): number | boolean {
  const symbol = (name: string): number => {
    const value = values.get(name);
    if (value === undefined) throw new InputError('expression', `no value for the name ${name}`);
    return value;
  };
  const walk = new Walk(
    doubles,
    sampledSurroundings(doubles, samples ?? null, symbol, (value) => value),
  );
  const result = isCondition(expression) ? walk.truth(expression) : walk.value(expression);
  if (result === null || result === 'open') throw new InputError('expression', 'mean(…) or var(…) without data');
  return result;
}

/** Numbers in double precision, in which everything but a moment without samples has a value. */
const doubles: Field<number> = {
  number: toNumber,
  constant: (name) => (name === 'pi' ? Math.PI : Math.E),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  wholePower: (base, exponent) => base ** exponent,
  power(base, exponent, of) {
    const above = of(exponent);
    return above === null ? null : base ** above;
  },
  call: (name, values) => functions[name].evaluate(...values),
  compare: holds,
  withoutSides: null,
  either: () => null,
};
