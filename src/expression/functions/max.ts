import { maximum } from '../../arithmetic/enclosure.js';
import { isAtLeastZero } from '../../arithmetic/sign.js';
import { extremum } from './extremum.js';
import type { FunctionFacts } from './functionFacts.js';

/** The largest of one argument or more. */
export const max: FunctionFacts = {
  ...extremum(1),
  evaluate: Math.max,
  sign: (signs) => (signs.includes('positive') ? 'positive' : signs.some(isAtLeastZero) ? 'nonnegative' : null),
  enclosure: (values) => values.reduce(maximum),
  tensor: (tensors, values) => values.reduce((largest, value) => tensors.maximum(largest, value)),
  latex: { kind: 'command', command: '\\max', takesPower: false },
};
