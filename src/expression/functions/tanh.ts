import { type Enclosure, exact, minus, times } from '../../arithmetic/enclosure.js';
import { one, rational } from '../../arithmetic/rational.js';
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
import type { FunctionFacts } from './functionFacts.js';
import { sigmoidEnclosure } from './sigmoid.js';
import { byDifferentialEquation, isExactZero, nothing } from './taylorCoefficients.js';

/** The hyperbolic tangent. */
export const tanh: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.tanh,
  math: 'tanh',
  derivative: ([z]) => [difference(numberOne, power(call('tanh', z), 2))],
  definition: ([z]) => difference(numberOne, quotient(number(2), sum(call('exp', product(number(2), z)), numberOne))),
  parts: () => null,
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: {
    values: null,
    isRealOnlyThere: true,
    argument: (value) =>
      product(fraction(1, 2), call('log', quotient(sum(numberOne, value), difference(numberOne, value)))),
  },
  critical: () => [],
  tame: null,
  exact: atZero(numberZero),
  enclosure: ([z], bits) => enclosure(z, bits),
  series(x, order, bits) {
    const value = enclosure(x, bits);
    return value && byDifferentialEquation([1n, 0n, -1n], value, order, bits);
  },
  tensor: (tensors, [z]) => tensors.native('tanh', z),
  latex: { kind: 'command', command: '\\tanh', takesPower: true },
};

/** 2 sigmoid(2x) − 1 */
function enclosure(x: Enclosure, bits: number): Enclosure | null {
  if (isExactZero(x)) return nothing;
  const two = exact(rational(2));
  const sigmoid = sigmoidEnclosure(times(two, x), bits);
  return sigmoid && minus(times(two, sigmoid), exact(one));
}
