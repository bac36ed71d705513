import { call, difference, fraction, numberOne, numberZero, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';
import { sigmoid } from './sigmoid.js';

/** z·sigmoid(z), also called swish. */
export const silu: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => (z < farBelow ? z * Math.exp(z / 2) * Math.exp(z / 2) : z * sigmoid.evaluate(z)),
  derivative: ([z]) => {
    const inner = call('sigmoid', z);
    return [product(inner, sum(numberOne, product(z, difference(numberOne, inner))))];
  },
  definition: ([z]) => product(z, call('sigmoid', z)),
  parts: ([z]) => {
    const half = product(fraction(1, 2), z);
    return sum(half, product(half, call('tanh', half)));
  },
  sign: ([z]) => z,
  monotony: 'neither',
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.multiply(z, tensors.native('sigmoid', z)),
  latex: { kind: 'command', command: '\\operatorname{SiLU}', takesPower: false },
};

/** Below, sigmoid(z) is e^z to every digit, and underflows before z·e^z does. */
export const farBelow = -700;
