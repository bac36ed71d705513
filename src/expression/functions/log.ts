import { logarithm } from '../../arithmetic/enclosureFunctions.js';
import { call, isNumber, numberOne, numberZero, power } from '../syntax/expression.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The natural logarithm. */
export const log: FunctionFacts = {
  ...ordinary,
  domain: ([z]) => [{ of: z, relation: '>' }],
  evaluate: Math.log,
  derivative: ([z]) => [power(z, -1)],
  definition: () => null,
  sign: () => null,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => call('exp', value) },
  critical: ([z]) => [{ at: z, problem: 'pole' }],
  tame: 1,
  exact: ([z]) => (isNumber(z, 1) ? numberZero : z.kind === 'constant' && z.name === 'e' ? numberOne : null),
  enclosure: ([z], bits) => logarithm(z, bits),
  tensor: (tensors, [z]) => tensors.native('log', z),
  latex: { kind: 'command', command: '\\log', takesPower: true },
};
