import { sineCosine } from '../../arithmetic/enclosureFunctions.js';
import { call, numberZero } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { factorial } from './factorial.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The sine of an angle in radians. */
export const sin: FunctionFacts = {
  ...ordinary,
  evaluate: Math.sin,
  derivative: ([z]) => [call('cos', z)],
  definition: () => null,
  parity: 'odd',
  sign: ([z]) => (z === 'zero' ? 'zero' : null),
  monotony: 'neither',
  exact: atZero(numberZero),
  enclosure: ([z], bits) => sineCosine(z, bits)?.[0] ?? null,
  tensor: (tensors, [z]) => tensors.nearZero(z, 0.75, sineSeries, tensors.native('sin', z)),
  latex: { kind: 'command', command: '\\sin', takesPower: true },
};

/** sin(z)/z in powers of z²; the tenth term is below 1e-8 of the first where |z| < 0.75, float32 holds 6e-8: (−1)ⁿ/(2n + 1)! */
export const sineSeries: readonly number[] = Array.from({ length: 9 }, (_, n) => (-1) ** n / factorial(2 * n + 1));
