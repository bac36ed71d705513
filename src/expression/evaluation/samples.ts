import { memoised } from '../../arithmetic/memoised.js';
import { negated, one, rational } from '../../arithmetic/rational.js';
import type { NodeOf } from '../syntax/expression.js';
import { type Field, type Surroundings, Walk } from './walk.js';

/** Rows of data, over which mean(…) and var(…) range: samples × names. */
export interface SampleTable<V> {
  readonly names: readonly string[];
  readonly rows: readonly (readonly V[])[];
}

/**
 * Names with values, and moments over samples: inside mean(…) and var(…) (population variance) the names of the samples
 * take the values of each row. Null without samples.
 */
export function sampledSurroundings<T, V>(
  field: Field<T>,
  samples: SampleTable<V> | null,
  symbol: (name: string) => T | null,
  lift: (value: V) => T,
): Surroundings<T> {
  let rows: Walk<T>[] | null = null;
  const moment = memoised<NodeOf<'moment'>, T | null>((node) => {
    rows ??= rowWalks();
    const values = rows.map((row) => row.value(node.argument));
    return momentOf(field, node.moment, values);
  });
  const rowWalks = (): Walk<T>[] => {
    if (samples === null) return [];
    const columns = new Map(samples.names.map((name, i) => [name, i]));
    return samples.rows.map((row) => {
      const inRow = (name: string): T | null => {
        const column = columns.get(name);
        return column === undefined ? symbol(name) : lift(row[column]);
      };
      return new Walk(field, { symbol: inRow, moment });
    });
  };
  return { symbol, moment };
}

/** The mean of the values, or of the squares of their distances from it. */
function momentOf<T>(field: Field<T>, kind: 'mean' | 'var', values: readonly (T | null)[]): T | null {
  const mean = average(field, values);
  if (kind === 'mean' || mean === null) return mean;
  const minusOne = field.number(negated(one));
  const minus = minusOne && field.multiply(minusOne, mean);
  const gaps = values.map((value) => (value === null || minus === null ? null : field.add(value, minus)));
  return average(
    field,
    gaps.map((gap) => (gap === null ? null : field.wholePower(gap, 2))),
  );
}

function average<T>(field: Field<T>, values: readonly (T | null)[]): T | null {
  const count = values.length === 0 ? null : field.number(rational(values.length));
  if (count === null) return null;
  const total = values.reduce((sum, value) => (sum === null || value === null ? null : field.add(sum, value)));
  return total === null ? null : field.divide(total, count);
}
