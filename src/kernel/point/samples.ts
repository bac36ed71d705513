import { type Enclosure, exact } from '../../arithmetic/enclosure.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { subtract, valuesIn } from '../formula/valueIn.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { list, namedRationals, rationals, texts } from '../readJson.js';
import { fraction, requireDistinct } from '../readNames.js';
import type { StatementLine } from '../statement.js';
import { fineBits, namesIn, PointField } from './pointField.js';

/** Numbers for all that a formula of constants and moments holds: values of names, and a data set. */
export interface Instance {
  readonly data: readonly string[];
  readonly values: ReadonlyMap<string, Rational>;
  /** samples × data; null without data */
  readonly samples: readonly (readonly Rational[])[] | null;
}

/** Throws NotFollowed where a name stands for two things, or a sample has not one number a name of the data. */
export function readInstance(data: unknown, values: unknown, samples: unknown): Instance {
  const names = texts(data, 'data');
  const numbers = namedRationals(values, 'values');
  requireDistinct([...names, ...numbers.keys()]);
  if (samples === null) return { data: names, values: numbers, samples };
  const rows = list(samples, 'samples').map((row, i) => rationals(row, `samples[${i}]`));
  if (rows.length === 0) throw malformed('samples', 'there are none', 'one or more, or null');
  if (rows.some((row) => row.length !== names.length)) {
    throw malformed('samples', 'a row has another length', `${names.length} numbers`);
  }
  return { data: names, values: numbers, samples: rows };
}

/** Enclosures of formulas at an instance; a moment is that of its samples. Names of data have values inside moments alone. */
export function enclosuresAt(instance: Instance): (formula: Formula) => Enclosure {
  return placesAt(instance).outside;
}

/** The same at each of the samples, for formulas in the names of data. */
export function enclosuresAtSamples(instance: Instance): readonly ((formula: Formula) => Enclosure)[] {
  return placesAt(instance).inSamples;
}

function placesAt({ data, values, samples }: Instance) {
  const nameOutside = namesIn(values);
  const moment = (kind: 'mean' | 'var', of: Formula): Enclosure => {
    if (samples === null) throw new NotFollowed('a moment without samples');
    const numbers = inSamples.map((at) => at(of));
    const mean = average(numbers);
    if (kind === 'mean') return mean;
    return average(
      numbers.map((value) => {
        const gap = subtract(field, value, mean);
        return field.multiply(gap, gap);
      }),
    );
  };
  const field = new PointField({ name: nameOutside, moment }, fineBits);
  const inSamples = (samples ?? []).map((row) => {
    const name = namesIn(new Map([...values, ...data.map((one, i) => [one, row[i]] as const)]));
    return valuesIn(new PointField({ name, moment }, fineBits));
  });
  const average = (numbers: readonly Enclosure[]): Enclosure =>
    field.multiply(
      exact(rational(1, numbers.length)),
      numbers.reduce((a, b) => field.add(a, b)),
    );
  return { outside: valuesIn(field), inSamples };
}

/** An instance in words. */
export function instanceLines({ data, values, samples }: Instance): StatementLine[] {
  const named = [...values].map(([name, value]) => `${name} = ${fraction(value)}`).join(', ');
  const rows = samples?.map((row) => `(${row.map(fraction).join(', ')})`).join(', ');
  return [
    { name: 'values', text: named === '' ? 'none' : named },
    ...(rows === undefined ? [] : [{ name: `samples (${data.join(', ')})`, text: rows }]),
  ];
}
