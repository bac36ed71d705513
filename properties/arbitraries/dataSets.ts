import fc from 'fast-check';
import { type Rational, rational } from '../../src/arithmetic/rational.js';
import type { DataSet } from '../../src/model/model.js';

export interface DataSetConstraints {
  /** default [x] */
  readonly inputs?: readonly string[];
  /** default [y] */
  readonly targets?: readonly string[];
  /** default 1 */
  readonly minSamples?: number;
  /** default 6 */
  readonly maxSamples?: number;
  /** `signs` are −1 and 1, a number is the number of classes, from 0 on; default `real` */
  readonly targetValues?: 'real' | 'signs' | number;
}

/** Data sets of a few samples: multiples of 1/4 from −3 to 3, which doubles and floats hold exactly. */
export function dataSets({
  inputs = ['x'],
  targets = ['y'],
  minSamples = 1,
  maxSamples = 6,
  targetValues = 'real',
}: DataSetConstraints = {}): fc.Arbitrary<DataSet> {
  if (minSamples < 1 || maxSamples < minSamples) {
    throw new RangeError(`dataSets: minSamples ${minSamples} and maxSamples ${maxSamples}; expected 1 <= min <= max`);
  }
  const row = fc.tuple(...inputs.map(() => quarters), ...targets.map(() => valuesOf(targetValues)));
  return fc
    .array(row, { minLength: minSamples, maxLength: maxSamples })
    .map((rows): DataSet => ({ inputs, targets, rows }));
}

const quarters: fc.Arbitrary<Rational> = fc.integer({ min: -12, max: 12 }).map((n) => rational(n, 4));

function valuesOf(values: 'real' | 'signs' | number): fc.Arbitrary<Rational> {
  if (values === 'real') return quarters;
  if (values === 'signs') return fc.constantFrom(rational(1), rational(-1));
  return fc.nat({ max: values - 1 }).map((n) => rational(n));
}
