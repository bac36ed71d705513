import { magnitude } from '../../arithmetic/enclosure.js';
import { absolute } from '../../arithmetic/rational.js';
import { call, comparison, conditional, negate, numberZero } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The size |z| of a number. */
export const abs: FunctionFacts = {
  ...ordinary,
  evaluate: Math.abs,
  derivative: ([z]) => [call('sign', z)],
  definition: ([z]) => conditional(comparison('>', z, numberZero), z, negate(z)),
  parity: 'even',
  sign: ([z]) => (z === 'zero' ? 'zero' : z === 'positive' || z === 'negative' ? 'positive' : 'nonnegative'),
  monotony: 'neither',
  critical: ([z]) => [{ at: z, problem: 'kink' }],
  exact: ofNumber(absolute),
  enclosure: ([z]) => magnitude(z),
  tensor: (tensors, [z]) => tensors.native('abs', z),
  latex: { kind: 'around', open: '\\left|', close: '\\right|', level: 'atom' },
};
