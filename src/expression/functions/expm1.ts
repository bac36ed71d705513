import { call, number, numberOne, numberZero, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** exp(z) − 1, precise where z is small. */
export const expm1: FunctionFacts = {
  ...ordinary,
  evaluate: Math.expm1,
  derivative: ([z]) => [call('exp', z)],
  definition: ([z]) => sum(call('exp', z), number(-1)),
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => call('log', sum(numberOne, value)) },
  tame: 0,
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.native('expm1', z),
  latex: { kind: 'command', command: '\\operatorname{expm1}', takesPower: false },
};
