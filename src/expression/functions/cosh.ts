import { call, fraction, negate, numberOne, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';

/** The hyperbolic cosine. */
export const cosh: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.cosh,
  math: 'cosh',
  derivative: ([z]) => [call('sinh', z)],
  definition: ([z]) => product(fraction(1, 2), sum(call('exp', z), call('exp', negate(z)))),
  parts: () => null,
  parity: 'even',
  sign: () => 'positive',
  monotony: 'neither',
  inverse: null,
  critical: () => [],
  tame: 0,
  exact: atZero(numberOne),
  enclosure: 'byDefinition',
  tensor: (tensors, [z]) => tensors.native('cosh', z),
  latex: { kind: 'command', command: '\\cosh', takesPower: true },
};
