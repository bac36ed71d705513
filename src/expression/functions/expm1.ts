import { call, number, numberOne, numberZero, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';

/** exp(z) − 1, precise where z is small. */
export const expm1: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.expm1,
  math: 'expm1',
  derivative: ([z]) => [call('exp', z)],
  definition: ([z]) => sum(call('exp', z), number(-1)),
  parts: () => null,
  parity: 'neither',
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => call('log', sum(numberOne, value)) },
  critical: () => [],
  tame: 0,
  exact: atZero(numberZero),
  enclosure: 'byDefinition',
  tensor: (tensors, [z]) => tensors.native('expm1', z),
  latex: { kind: 'command', command: '\\operatorname{expm1}', takesPower: false },
};
