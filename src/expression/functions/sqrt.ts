import { squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { exactRoot } from '../../arithmetic/exactRoot.js';
import { call, fraction, power, quotient } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The square root that is not negative. */
export const sqrt: FunctionFacts = {
  ...ordinary,
  domain: ([z]) => [{ of: z, relation: '>=' }],
  evaluate: Math.sqrt,
  derivative: ([z]) => [quotient(fraction(1, 2), call('sqrt', z))],
  definition: () => null,
  sign: ([z]) => (z === 'positive' ? 'positive' : 'nonnegative'),
  monotony: 'increasing',
  inverse: { values: 'nonnegative', isRealOnlyThere: false, argument: (value) => power(value, 2) },
  critical: ([z]) => [{ at: z, problem: 'slope' }],
  tame: 1,
  exact: ofNumber((value) => exactRoot(value, 2)),
  enclosure: ([z], bits) => squareRoot(z, bits),
  tensor: (tensors, [z]) => tensors.native('sqrt', z),
  latex: { kind: 'around', open: '\\sqrt{', close: '}', level: 'atom' },
};
