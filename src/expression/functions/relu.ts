import { sign as signOfRational, zero } from '../../arithmetic/rational.js';
import { isAtMostZero } from '../../arithmetic/sign.js';
import { call, comparison, conditional, fraction, numberOne, numberZero, product, sum } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';

/** The rectifier, max(0, z). */
export const relu: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: (z) => Math.max(0, z),
  math: null,
  derivative: ([z]) => [conditional(comparison('>', z, numberZero), numberOne, numberZero)],
  definition: ([z]) => conditional(comparison('>', z, numberZero), z, numberZero),
  parts: ([z]) => product(fraction(1, 2), sum(z, call('abs', z))),
  parity: 'neither',
  sign: ([z]) => (z === 'positive' ? 'positive' : isAtMostZero(z) ? 'zero' : 'nonnegative'),
  monotony: 'increasing',
  inverse: null,
  critical: ([z]) => [{ at: z, problem: 'kink' }],
  tame: null,
  exact: ofNumber((value) => (signOfRational(value) > 0 ? value : zero)),
  enclosure: 'byDefinition',
  tensor: (tensors, [z]) => tensors.native('relu', z),
  latex: { kind: 'command', command: '\\operatorname{ReLU}', takesPower: false },
};
