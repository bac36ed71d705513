import { type Enclosure, exact, plus } from '../../arithmetic/enclosure.js';
import { exponential, logarithm } from '../../arithmetic/enclosureFunctions.js';
import { one } from '../../arithmetic/rational.js';
import { call, fraction, number, numberOne, product, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { sigmoidEnclosure } from './sigmoid.js';
import { byDifferentialEquation, integrated } from './taylorCoefficients.js';

/** log(1 + exp(z)) */
export const softplus: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
  math: null,
  derivative: ([z]) => [call('sigmoid', z)],
  definition: ([z]) => call('log', sum(call('exp', z), numberOne)),
  parts: ([z]) => {
    const half = product(fraction(1, 2), z);
    return sum(half, call('log', product(number(2), call('cosh', half))));
  },
  parity: 'neither',
  sign: () => 'positive',
  monotony: 'increasing',
  inverse: {
    values: 'positive',
    isRealOnlyThere: true,
    argument: (value) => call('log', sum(call('exp', value), number(-1))),
  },
  critical: () => [],
  tame: null,
  exact: atZero(call('log', number(2))),
  enclosure: ([z], bits) => enclosure(z, bits),
  series(x, order, bits) {
    const value = enclosure(x, bits);
    const sigmoid = sigmoidEnclosure(x, bits);
    if (value === null || sigmoid === null) return null;
    return integrated(value, byDifferentialEquation([0n, 1n, -1n], sigmoid, order, bits), order, bits);
  },
  tensor: (tensors, [z]) => tensors.native('softplus', z),
  latex: { kind: 'command', command: '\\operatorname{softplus}', takesPower: false },
};

function enclosure(x: Enclosure, bits: number): Enclosure | null {
  const power = exponential(x, bits);
  return power && logarithm(plus(power, exact(one)), bits);
}
