import { call, fraction, negate, numberOne, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The hyperbolic cosine. */
export const cosh: FunctionFacts = {
  ...ordinary,
  evaluate: Math.cosh,
  derivative: ([z]) => [call('sinh', z)],
  definition: ([z]) => product(fraction(1, 2), sum(call('exp', z), call('exp', negate(z)))),
  parity: 'even',
  sign: () => 'positive',
  monotony: 'neither',
  tame: 0,
  exact: atZero(numberOne),
  tensor: (tensors, [z]) => tensors.native('cosh', z),
  latex: { kind: 'command', command: '\\cosh', takesPower: true },
};
