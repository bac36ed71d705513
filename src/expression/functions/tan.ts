import { call, numberOne, numberZero, power, quotient, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The tangent of an angle in radians. */
export const tan: FunctionFacts = {
  ...ordinary,
  domain: ([z]) => [{ of: call('cos', z), relation: '!=' }],
  evaluate: Math.tan,
  derivative: ([z]) => [sum(power(call('tan', z), 2), numberOne)],
  definition: ([z]) => quotient(call('sin', z), call('cos', z)),
  parity: 'odd',
  sign: ([z]) => (z === 'zero' ? 'zero' : null),
  monotony: 'increasing',
  critical: ([z]) => [{ at: call('cos', z), problem: 'pole' }],
  exact: atZero(numberZero),
  tensor: (tensors, [z]) => tensors.native('tan', z),
  latex: { kind: 'command', command: '\\tan', takesPower: true },
};
