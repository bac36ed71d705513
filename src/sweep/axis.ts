import { InputError } from '../arithmetic/inputError.js';
import { fromNumber, minus, plus, type Rational, rational, sign, times, toNumber } from '../arithmetic/rational.js';
import { canonicalName, writtenName } from '../expression/syntax/names.js';
import { rationalFromText } from '../model/readNumbers.js';

/** A constant and the exact values that a sweep gives it, in increasing order of the text that states them. */
export interface SweepAxis {
  readonly constant: string;
  readonly scale: 'linear' | 'log' | 'list';
  readonly values: readonly Rational[];
}

/**
 * Reads what `--vary` says: `eta=0:4:50` (from, to, count, ends included), `eta=log:0.1:10:40`, or `eta=0.1,0.2,0.5`.
 *
 * Linear steps are exact; logarithmic ones are decimals of twelve digits. Throws InputError.
 */
export function readAxis(text: string): SweepAxis {
  const where = `--vary ${text}`;
  const match = new RegExp(`^\\s*(${writtenName})\\s*=\\s*(\\S.*)$`).exec(text);
  if (match === null) throw new InputError(where, 'no constant and range', expectedAxis);
  const [, written, range] = match;
  const constant = canonicalName(written);
  const read = (part: string): Rational => rationalFromText(part, where);
  if (!range.includes(':')) return { constant, scale: 'list', values: distinct(range.split(',').map(read), where) };
  const isLog = /^log\s*:/.test(range);
  const parts = (isLog ? range.replace(/^log\s*:/, '') : range).split(':');
  if (parts.length !== 3) throw new InputError(where, `the range has ${parts.length} parts`, expectedAxis);
  const [from, to] = [read(parts[0]), read(parts[1])];
  const count = Number(parts[2]);
  if (!Number.isSafeInteger(count) || count < 1 || count > mostValues) {
    throw new InputError(where, `${parts[2].trim()} values`, `a whole number from 1 to ${mostValues}`);
  }
  if (isLog && !(sign(from) > 0 && sign(to) > 0)) {
    throw new InputError(where, 'a logarithmic range reaches 0 or below', 'two positive numbers');
  }
  const steps = Math.max(count - 1, 1);
  const linear = (i: number): Rational => plus(from, times(minus(to, from), rational(i, steps)));
  const logarithmic = (i: number): Rational => {
    if (i === 0) return from;
    if (i === steps) return to;
    const value = toNumber(from) * (toNumber(to) / toNumber(from)) ** (i / steps);
    return fromNumber(Number(value.toPrecision(decimalDigits)));
  };
  const values = Array.from({ length: count }, (_, i) => (isLog ? logarithmic(i) : linear(i)));
  return { constant, scale: isLog ? 'log' : 'linear', values: distinct(values, where) };
}

const expectedAxis = 'name=from:to:count, name=log:from:to:count or name=v1,v2,...';

/** A sweep is cells, not a simulation of one constant's every value. */
const mostValues = 100_000;

const decimalDigits = 12;

function distinct(values: readonly Rational[], where: string): readonly Rational[] {
  const texts = new Set(values.map(({ numerator, denominator }) => `${numerator}/${denominator}`));
  if (texts.size < values.length) throw new InputError(where, 'a value stands twice', 'values that differ');
  return values;
}
