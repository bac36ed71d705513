import {
  call,
  difference,
  fraction,
  number,
  numberOne,
  numberZero,
  power,
  product,
  quotient,
  sum,
} from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The hyperbolic tangent. */
export const tanh: FunctionFacts = {
  ...ordinary,
  evaluate: Math.tanh,
  derivative: ([z]) => [difference(numberOne, power(call('tanh', z), 2))],
  definition: ([z]) => difference(numberOne, quotient(number(2), sum(call('exp', product(number(2), z)), numberOne))),
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: {
    values: null,
    isRealOnlyThere: true,
    argument: (value) =>
      product(fraction(1, 2), call('log', quotient(sum(numberOne, value), difference(numberOne, value)))),
  },
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.native('tanh', z),
  latex: { kind: 'command', command: '\\tanh', takesPower: true },
};
