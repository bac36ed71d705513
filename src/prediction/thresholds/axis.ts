import { InputError } from '../../arithmetic/inputError.js';
import { toNumber } from '../../arithmetic/rational.js';
import type { Model } from '../../model/model.js';
import { dyadic } from '../matrices/dyadic.js';

/** A constant and the range that it is followed over. */
export interface Axis {
  readonly constant: string;
  readonly range: readonly [number, number];
  /** how values of the range follow one another: in equal steps, which is so unless given, or in equal ratios */
  readonly spacing?: Spacing;
}

/** How looks lie on a range: in equal steps, or in equal ratios. */
export type Spacing = 'linear' | 'logarithmic';

/** The range where nothing else is asked for: from a hundredth of the constant's value to its hundredfold, [−1, 1] for 0. */
export function usualAxis(model: Constants, constant: string): Axis {
  const value = toNumber(constantOf(model, constant));
  if (value === 0) return { constant, range: [-1, 1] };
  const ends = [value / widest, value * widest].sort((a, b) => a - b);
  return { constant, range: [ends[0], ends[1]], spacing: 'logarithmic' };
}

const widest = 100;

/** A name for messages, and constants by name: a model, or a random matrix product. */
export type Constants = Pick<Model, 'name' | 'constants'>;

/** The model with one constant at another value. */
export function withConstant<Stated extends Constants>(model: Stated, constant: string, value: number): Stated {
  return { ...model, constants: new Map(model.constants).set(constant, dyadic(value)) };
}

/** A range in the coordinate in which its values are equally spaced, and the value at a coordinate. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  valueAt(coordinate: number): number;
  coordinateOf(value: number): number;
}

/**
 * The scale of an axis of a model. Throws InputError for a constant that the model lacks, for a range that is none, and
 * for equal ratios over a range that holds 0.
 */
export function scaleOf(model: Constants, { constant, range: [from, to], spacing = 'linear' }: Axis): Scale {
  constantOf(model, constant);
  if (!(from < to && Number.isFinite(to - from))) {
    throw new InputError(constant, `the range ${from} to ${to}`, 'two finite numbers, the smaller first');
  }
  if (spacing === 'linear') return { from, to, valueAt: (value) => value, coordinateOf: (value) => value };
  if (from * to <= 0) {
    throw new InputError(constant, `equal ratios from ${from} to ${to}`, 'two numbers of one sign, neither of them 0');
  }
  // of negative values the logarithms fall: their coordinates are turned about, so that they rise with the values
  const sign = Math.sign(from);
  const coordinateOf = (value: number): number => sign * Math.log(sign * value);
  const valueAt = (coordinate: number): number => sign * Math.exp(sign * coordinate);
  return { from: coordinateOf(from), to: coordinateOf(to), valueAt, coordinateOf };
}

function constantOf({ name, constants }: Constants, constant: string) {
  const value = constants.get(constant);
  if (value === undefined) throw new InputError(name, `${constant} is no constant`, [...constants.keys()].join(', '));
  return value;
}
