import { exact, signOf } from '../../arithmetic/enclosure.js';
import { rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { comparison, conditional, number, numberOne, numberZero } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** −1, 0 or 1 as z is below, at or above 0. */
export const sign: FunctionFacts = {
  ...ordinary,
  evaluate: Math.sign,
  derivative: () => [numberZero],
  definition: ([z]) => {
    const below = conditional(comparison('<', z, numberZero), number(-1), numberZero);
    return conditional(comparison('>', z, numberZero), numberOne, below);
  },
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  critical: ([z]) => [{ at: z, problem: 'jump' }],
  exact: ofNumber((value) => rational(signOfRational(value))),
  enclosure([z]) {
    const sign = signOf(z);
    return sign === null ? null : exact(rational(sign));
  },
  tensor: (tensors, [z]) => tensors.sign(z),
  latex: { kind: 'command', command: '\\operatorname{sign}', takesPower: false },
};
