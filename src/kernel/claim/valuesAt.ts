import { type Enclosure, exact } from '../../arithmetic/enclosure.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { type Field, NotFollowed, type Surroundings, subtract, valueIn } from './field.js';
import { rationalOf } from './readClaimCertificate.js';

/** Names of data, values of all other names and, where they are not given, samples, as a certificate states them. */
export interface StatedPlace {
  readonly data: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly string[])[] | null;
}

/** Names and moments of a formula at the stated values and samples, in rational enclosures; and the same at each sample. */
export function surroundingsAt(
  { data, values, samples }: StatedPlace,
  field: Field<Enclosure>,
): Surroundings<Enclosure> & { readonly atSamples: readonly Surroundings<Enclosure>[] } {
  const rows = samples?.map((row) => row.map(rationalOf)) ?? [];
  const outside = (name: string): Enclosure => {
    if (!Object.hasOwn(values, name)) throw new NotFollowed(`no value for ${name}`);
    return exact(rationalOf(values[name]));
  };
  const average = (numbers: readonly Enclosure[]): Enclosure =>
    field.multiply(
      field.constant(rational(1, numbers.length)),
      numbers.reduce((a, b) => field.add(a, b)),
    );
  const moment = (kind: 'mean' | 'var', argument: Expression): Enclosure => {
    if (rows.length === 0) throw new NotFollowed('a moment without samples');
    const numbers = rows.map((row) => valueIn({ field, value: (name) => inRow(name, row), moment }, argument));
    const mean = average(numbers);
    if (kind === 'mean') return mean;
    const squares = numbers.map((value) => {
      const gap = subtract(field, value, mean);
      return field.multiply(gap, gap);
    });
    return average(squares);
  };
  const inRow = (name: string, row: readonly Rational[]): Enclosure => {
    const column = data.indexOf(name);
    if (column >= row.length) throw new NotFollowed('a sample is too short');
    return column < 0 ? outside(name) : exact(row[column]);
  };
  const atSamples = rows.map((row) => ({ field, value: (name: string) => inRow(name, row), moment }));
  return { field, value: outside, moment, atSamples };
}
