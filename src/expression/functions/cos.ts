import { sineCosine } from '../../arithmetic/enclosureFunctions.js';
import { call, negate, numberOne } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { sineOrCosineSeries } from './sineSeries.js';

/** The cosine of an angle in radians. */
export const cos: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.cos,
  math: 'cos',
  derivative: ([z]) => [negate(call('sin', z))],
  definition: () => null,
  parts: () => null,
  parity: 'even',
  sign: ([z]) => (z === 'zero' ? 'positive' : null),
  monotony: 'neither',
  inverse: null,
  critical: () => [],
  tame: null,
  exact: atZero(numberOne),
  enclosure: ([z], bits) => sineCosine(z, bits)?.[1] ?? null,
  series: (x, order, bits) => sineOrCosineSeries(1, x, order, bits),
  tensor: (tensors, [z]) => tensors.native('cos', z),
  latex: { kind: 'command', command: '\\cos', takesPower: true },
};
