import { call, numberOne, numberZero, power, quotient, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';

/** The tangent of an angle in radians. */
export const tan: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: ([z]) => [{ of: call('cos', z), relation: '!=' }],
  evaluate: Math.tan,
  math: 'tan',
  derivative: ([z]) => [sum(power(call('tan', z), 2), numberOne)],
  definition: ([z]) => quotient(call('sin', z), call('cos', z)),
  parts: () => null,
  parity: 'odd',
  sign: ([z]) => (z === 'zero' ? 'zero' : null),
  monotony: 'increasing',
  inverse: null,
  critical: ([z]) => [{ at: call('cos', z), problem: 'pole' }],
  tame: null,
  exact: atZero(numberZero),
  enclosure: 'byDefinition',
  tensor: (tensors, [z]) => tensors.native('tan', z),
  latex: { kind: 'command', command: '\\tan', takesPower: true },
};
