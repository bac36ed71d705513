import { call, difference, fraction, negate, numberZero, product } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { factorial } from './factorial.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The hyperbolic sine. */
export const sinh: FunctionFacts = {
  ...ordinary,
  evaluate: Math.sinh,
  derivative: ([z]) => [call('cosh', z)],
  definition: ([z]) => product(fraction(1, 2), difference(call('exp', z), call('exp', negate(z)))),
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  tame: 0,
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.nearZero(z, 0.75, nearZero, tensors.native('sinh', z)),
  latex: { kind: 'command', command: '\\sinh', takesPower: true },
};

/** sinh(z)/z in powers of z²; the tenth term is below 1e-8 of the first where |z| < 0.75, float32 holds 6e-8: 1/(2n + 1)! */
const nearZero = Array.from({ length: 9 }, (_, n) => 1 / factorial(2 * n + 1));
