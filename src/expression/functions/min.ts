import { maximum, negative } from '../../arithmetic/enclosure.js';
import { isAtMostZero } from '../../arithmetic/sign.js';
import { extremum } from './extremum.js';
import type { FunctionFacts } from './functionFacts.js';

/** The smallest of one argument or more. */
export const min: FunctionFacts = {
  ...extremum(-1),
  evaluate: Math.min,
  sign: (signs) => (signs.includes('negative') ? 'negative' : signs.some(isAtMostZero) ? 'nonpositive' : null),
  enclosure: (values) => negative(values.map(negative).reduce(maximum)),
  tensor: (tensors, values) => values.reduce((smallest, value) => tensors.minimum(smallest, value)),
  latex: { kind: 'command', command: '\\min', takesPower: false },
};
