import { sign as signOfRational, zero } from '../../arithmetic/rational.js';
import { isAtMostZero } from '../../arithmetic/sign.js';
import { call, comparison, conditional, fraction, numberOne, numberZero, product, sum } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The rectifier, max(0, z). */
export const relu: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => Math.max(0, z),
  derivative: ([z]) => [conditional(comparison('>', z, numberZero), numberOne, numberZero)],
  definition: ([z]) => conditional(comparison('>', z, numberZero), z, numberZero),
  parts: ([z]) => product(fraction(1, 2), sum(z, call('abs', z))),
  sign: ([z]) => (z === 'positive' ? 'positive' : isAtMostZero(z) ? 'zero' : 'nonnegative'),
  monotony: 'increasing',
  critical: ([z]) => [{ at: z, problem: 'kink' }],
  exact: ofNumber((value) => (signOfRational(value) > 0 ? value : zero)),
  tensor: (tensors, [z]) => tensors.native('relu', z),
  latex: { kind: 'command', command: '\\operatorname{ReLU}', takesPower: false },
};
