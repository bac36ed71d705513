import { type Enclosure, times } from '../../arithmetic/enclosure.js';
import { exponential } from '../../arithmetic/enclosureFunctions.js';
import { call, isNumber, numberOne } from '../syntax/expression.js';
import type { FunctionFacts } from './functionFacts.js';
import { byRecurrence, fractionOf } from './taylorCoefficients.js';

/** The exponential function, e^z. */
export const exp: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.exp,
  math: 'exp',
  derivative: ([z]) => [call('exp', z)],
  definition: () => null,
  parts: () => null,
  parity: 'neither',
  sign: () => 'positive',
  monotony: 'increasing',
  inverse: { values: 'positive', isRealOnlyThere: true, argument: (value) => call('log', value) },
  critical: () => [],
  tame: 0,
  exact: ([z]) => (isNumber(z, 0) ? numberOne : null),
  enclosure: ([z], bits) => exponential(z, bits),
  series: (x, order, bits) => seriesFrom(exponential(x, bits), order, bits),
  tensor: (tensors, [z]) => tensors.native('exp', z),
  latex: { kind: 'around', open: 'e^{', close: '}', level: 'power' },
};

function seriesFrom(value: Enclosure | null, order: number, bits: number): Enclosure[] | null {
  return value && byRecurrence(value, order, bits, (m, known) => times(known[m - 1], fractionOf(1, m)));
}
