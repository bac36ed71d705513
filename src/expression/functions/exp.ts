import { exponential } from '../../arithmetic/enclosureFunctions.js';
import { call, isNumber, numberOne } from '../syntax/expression.js';
import type { FunctionFacts } from './functionFacts.js';

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
  tensor: (tensors, [z]) => tensors.native('exp', z),
  latex: { kind: 'around', open: 'e^{', close: '}', level: 'power' },
};
