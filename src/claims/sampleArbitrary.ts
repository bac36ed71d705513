import fc from 'fast-check';
import type { Rational } from '../arithmetic/rational.js';
import type { Statement } from '../symbolic/statement.js';
import { type NumberStyle, smallNumber } from './smallNumber.js';

/** Samples of small numbers, inputs then targets, with targets that the loss admits. */
export function smallSample({ data, targets }: Statement, style: NumberStyle): fc.Arbitrary<readonly Rational[]> {
  return fc
    .tuple(fc.tuple(...data.map(() => smallNumber(style))), fc.constantFrom(...targets))
    .map(([numbers, fixed]) => data.map((name, i) => fixed.get(name) ?? numbers[i]));
}
