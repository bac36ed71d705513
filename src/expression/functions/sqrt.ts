import { outward, reciprocal, times } from '../../arithmetic/enclosure.js';
import { squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { exactRoot } from '../../arithmetic/exactRoot.js';
import { call, fraction, power, quotient } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { byRecurrence, fractionOf } from './taylorCoefficients.js';

/** The square root that is not negative. */
export const sqrt: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: ([z]) => [{ of: z, relation: '>=' }],
  evaluate: Math.sqrt,
  math: 'sqrt',
  derivative: ([z]) => [quotient(fraction(1, 2), call('sqrt', z))],
  definition: () => null,
  parts: () => null,
  parity: 'neither',
  sign: ([z]) => (z === 'positive' ? 'positive' : 'nonnegative'),
  monotony: 'increasing',
  inverse: { values: 'nonnegative', isRealOnlyThere: false, argument: (value) => power(value, 2) },
  critical: ([z]) => [{ at: z, problem: 'slope' }],
  tame: 1,
  exact: ofNumber((value) => exactRoot(value, 2)),
  enclosure: ([z], bits) => squareRoot(z, bits),
  series(x, order, bits) {
    const root = squareRoot(x, bits);
    const slope = reciprocal(x);
    if (root === null || slope === null) return null;
    const inverse = outward(slope, bits);
    return byRecurrence(root, order, bits, (m, known) =>
      times(times(known[m - 1], inverse), fractionOf(3 - 2 * m, 2 * m)),
    );
  },
  tensor: (tensors, [z]) => tensors.native('sqrt', z),
  latex: { kind: 'around', open: '\\sqrt{', close: '}', level: 'atom' },
};
