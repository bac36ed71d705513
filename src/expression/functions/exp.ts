import { exponential } from '../../arithmetic/enclosureFunctions.js';
import { call, isNumber, numberOne } from '../syntax/expression.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The exponential function, e^z. */
export const exp: FunctionFacts = {
  ...ordinary,
  evaluate: Math.exp,
  derivative: ([z]) => [call('exp', z)],
  definition: () => null,
  sign: () => 'positive',
  monotony: 'increasing',
  inverse: { values: 'positive', isRealOnlyThere: true, argument: (value) => call('log', value) },
  tame: 0,
  exact: ([z]) => (isNumber(z, 0) ? numberOne : null),
  enclosure: ([z], bits) => exponential(z, bits),
  tensor: (tensors, [z]) => tensors.native('exp', z),
  latex: { kind: 'around', open: 'e^{', close: '}', level: 'power' },
};
