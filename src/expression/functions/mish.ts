import { call, difference, numberOne, numberZero, power, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { farBelow, silu } from './silu.js';
import { softplus } from './softplus.js';

/** The activation z·tanh(softplus(z)). */
export const mish: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: (z) => (z < farBelow ? silu.evaluate(z) : z * Math.tanh(softplus.evaluate(z))),
  math: null,
  derivative: ([z]) => {
    const inner = call('tanh', call('softplus', z));
    return [sum(inner, product(z, difference(numberOne, power(inner, 2)), call('sigmoid', z)))];
  },
  definition: ([z]) => product(z, call('tanh', call('softplus', z))),
  parts: () => null,
  parity: 'neither',
  sign: ([z]) => z,
  monotony: 'neither',
  inverse: null,
  critical: () => [],
  tame: null,
  exact: atZero(numberZero),
  enclosure: 'byDefinition',
  tensor: (tensors, [z]) => tensors.multiply(z, tensors.native('tanh', tensors.native('softplus', z))),
  latex: { kind: 'command', command: '\\operatorname{Mish}', takesPower: false },
};
