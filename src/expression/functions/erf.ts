import { errorFunction } from '../../arithmetic/enclosureFunctions.js';
import { erf as errorFunctionOfDouble } from '../../arithmetic/errorFunction.js';
import { call, negate, number, numberZero, pi, power, product, quotient } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { factorial } from './factorial.js';
import { type FunctionFacts, ordinary, type TensorFunctions } from './functionFacts.js';

/** The error function, 2/√π ∫₀ᶻ exp(−t²) dt. */
export const erf: FunctionFacts = {
  ...ordinary,
  evaluate: errorFunctionOfDouble,
  derivative: ([z]) => [quotient(product(number(2), call('exp', negate(power(z, 2)))), call('sqrt', pi))],
  definition: () => null,
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  exact: atZero(numberZero),
  enclosure: ([z], bits) => errorFunction(z, bits),
  tensor: (tensors, [z]) => errorFunctionOfTensor(tensors, z),
  latex: { kind: 'command', command: '\\operatorname{erf}', takesPower: false },
};

/** erf elementwise, precise about 0. */
export function errorFunctionOfTensor<T>(tensors: TensorFunctions<T>, z: T): T {
  return tensors.nearZero(z, 0.75, nearZero, tensors.native('erf', z));
}

/** erf(z)/z in powers of z²; the tenth term is below 1e-8 of the first where |z| < 0.75, float32 holds 6e-8: (2/√π) (−1)ⁿ / (n! (2n + 1)) */
const nearZero = Array.from({ length: 9 }, (_, n) => {
  return ((2 / Math.sqrt(Math.PI)) * (-1) ** n) / (factorial(n) * (2 * n + 1));
});
