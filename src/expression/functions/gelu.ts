import { normalTimes } from '../../arithmetic/errorFunction.js';
import {
  call,
  type Expression,
  fraction,
  number,
  numberOne,
  numberZero,
  pi,
  power,
  product,
  quotient,
  sum,
} from '../syntax/expression.js';
import { errorFunctionOfTensor } from './erf.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** z Φ(z), Φ the standard normal distribution function. */
export const gelu: FunctionFacts = {
  ...ordinary,
  evaluate: normalTimes,
  derivative: ([z]) => [sum(normalDistribution(z), product(z, normalDensity(z)))],
  definition: ([z]) => product(z, normalDistribution(z)),
  parts: ([z]) => {
    const root = power(number(2), fraction(1, 2));
    return product(fraction(1, 2), z, sum(numberOne, call('erf', quotient(z, root))));
  },
  sign: ([z]) => z,
  monotony: 'neither',
  exact: atZero(numberZero),
  tensor(tensors, [z]) {
    const inner = errorFunctionOfTensor(tensors, tensors.multiply(z, tensors.number(Math.SQRT1_2)));
    return tensors.multiply(tensors.multiply(z, tensors.number(0.5)), tensors.add(inner, tensors.number(1)));
  },
  latex: { kind: 'command', command: '\\operatorname{GELU}', takesPower: false },
};

/** Φ(z) = (1 + erf(z/√2))/2 */
function normalDistribution(z: Expression): Expression {
  return product(fraction(1, 2), sum(call('erf', quotient(z, call('sqrt', number(2)))), numberOne));
}

/** Φ'(z) = exp(−z²/2)/√(2π) */
function normalDensity(z: Expression): Expression {
  return quotient(call('exp', product(fraction(-1, 2), power(z, 2))), call('sqrt', product(number(2), pi)));
}
