import { call, fraction, number, numberOne, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** log(1 + exp(z)) */
export const softplus: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
  derivative: ([z]) => [call('sigmoid', z)],
  definition: ([z]) => call('log', sum(call('exp', z), numberOne)),
  parts: ([z]) => {
    const half = product(fraction(1, 2), z);
    return sum(half, call('log', product(number(2), call('cosh', half))));
  },
  sign: () => 'positive',
  monotony: 'increasing',
  inverse: {
    values: 'positive',
    isRealOnlyThere: true,
    argument: (value) => call('log', sum(call('exp', value), number(-1))),
  },
  exact: atZero(call('log', number(2))),
  tensor: (tensors, [z]) => tensors.native('softplus', z),
  latex: { kind: 'command', command: '\\operatorname{softplus}', takesPower: false },
};
