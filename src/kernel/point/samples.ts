import { type Enclosure, exact } from '../../arithmetic/enclosure.js';
import { type Rational, rational, toText } from '../../arithmetic/rational.js';
import { type Formula, minus } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { list, namedRationals, rationals, texts } from '../readJson.js';
import { requireDistinct } from '../readNames.js';
import type { StatementLine } from '../statement.js';
import { fineBits, namesIn, type Point, PointField } from './pointField.js';

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
  return placesAt(instance, { name: namesIn(instance.values) }, fineBits).outside;
}

/** The same at each of the samples, for formulas in the names of data. */
export function enclosuresAtSamples(instance: Instance): readonly ((formula: Formula) => Enclosure)[] {
  return placesAt(instance, { name: namesIn(instance.values) }, fineBits).inSamples;
}

/** Enclosures outside and inside of samples, at a point that the samples share. */
export function placesAt({ data, samples }: Pick<Instance, 'data' | 'samples'>, point: Point, bits: number) {
  const means = new Map<Formula, Enclosure>();
  const moment = (kind: 'mean' | 'var', of: Formula): Enclosure => {
    if (inSamples.length === 0) throw new NotFollowed('a moment without samples');
    if (kind === 'var') {
      const gap: Formula = { kind: 'sum', parts: [of, minus({ kind: 'moment', moment: 'mean', of })] };
      return moment('mean', { kind: 'product', parts: [gap, gap] });
    }
    const sum = () => inSamples.map((at) => at(of)).reduce((a, b) => field.add(a, b));
    const mean = means.get(of) ?? field.multiply(exact(rational(1, inSamples.length)), sum());
    means.set(of, mean);
    return mean;
  };
  const field = new PointField({ ...point, moment }, bits);
  const inSamples = (samples ?? []).map((row) => {
    const known = new Map(data.map((one, i) => [one, exact(row[i])]));
    return valuesIn(new PointField({ ...point, moment, name: (one) => known.get(one) ?? point.name(one) }, bits));
  });
  return { outside: valuesIn(field), inSamples };
}

/** An instance in words. */
export function instanceLines({ data, values, samples }: Instance): StatementLine[] {
  const named = [...values].map(([name, value]) => `${name} = ${toText(value)}`).join(', ');
  const rows = samples?.map((row) => `(${row.map(toText).join(', ')})`).join(', ');
  return [
    { name: 'values', text: named === '' ? 'none' : named },
    ...(rows === undefined ? [] : [{ name: `samples (${data.join(', ')})`, text: rows }]),
  ];
}
