import { call, difference, fraction, negate, numberOne, product, quotient, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The logistic function, 1/(1 + exp(−z)). */
export const sigmoid: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))),
  derivative: ([z]) => [product(call('sigmoid', z), difference(numberOne, call('sigmoid', z)))],
  definition: ([z]) => quotient(numberOne, sum(call('exp', negate(z)), numberOne)),
  parts: ([z]) => {
    const half = fraction(1, 2);
    return sum(half, product(half, call('tanh', product(half, z))));
  },
  sign: () => 'positive',
  monotony: 'increasing',
  inverse: {
    values: 'positive',
    isRealOnlyThere: true,
    argument: (value) => call('log', quotient(value, difference(numberOne, value))),
  },
  exact: atZero(fraction(1, 2)),
  tensor: (tensors, [z]) => tensors.native('sigmoid', z),
  latex: { kind: 'command', command: '\\operatorname{sigmoid}', takesPower: false },
};
