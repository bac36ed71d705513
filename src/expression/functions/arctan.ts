import { inverseTangent } from '../../arithmetic/enclosureFunctions.js';
import { numberOne, numberZero, power, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The angle between −π/2 and π/2 whose tangent is z. */
export const arctan: FunctionFacts = {
  ...ordinary,
  evaluate: Math.atan,
  derivative: ([z]) => [power(sum(power(z, 2), numberOne), -1)],
  definition: () => null,
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  exact: atZero(numberZero),
  enclosure: ([z], bits) => inverseTangent(z, bits),
  tensor: (tensors, [z]) => tensors.native('atan', z),
  latex: { kind: 'command', command: '\\arctan', takesPower: false },
};
