import { call, difference, numberOne, numberZero, power, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';
import { farBelow, silu } from './silu.js';
import { softplus } from './softplus.js';

/** The activation z·tanh(softplus(z)). */
export const mish: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => (z < farBelow ? silu.evaluate(z) : z * Math.tanh(softplus.evaluate(z))),
  derivative: ([z]) => {
    const inner = call('tanh', call('softplus', z));
    return [sum(inner, product(z, difference(numberOne, power(inner, 2)), call('sigmoid', z)))];
  },
  definition: ([z]) => product(z, call('tanh', call('softplus', z))),
  sign: ([z]) => z,
  monotony: 'neither',
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.multiply(z, tensors.native('tanh', tensors.native('softplus', z))),
  latex: { kind: 'command', command: '\\operatorname{Mish}', takesPower: false },
};
