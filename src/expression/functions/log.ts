import { exact, negative, outward, reciprocal, times } from '../../arithmetic/enclosure.js';
import { logarithm } from '../../arithmetic/enclosureFunctions.js';
import { rational } from '../../arithmetic/rational.js';
import { call, isNumber, numberOne, numberZero, power } from '../syntax/expression.js';
import type { FunctionFacts } from './functionFacts.js';
import { byRecurrence, fractionOf } from './taylorCoefficients.js';

/** The natural logarithm. */
export const log: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: ([z]) => [{ of: z, relation: '>' }],
  evaluate: Math.log,
  math: 'log',
  derivative: ([z]) => [power(z, -1)],
  definition: () => null,
  parts: () => null,
  parity: 'neither',
  sign: () => null,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => call('exp', value) },
  critical: ([z]) => [{ at: z, problem: 'pole' }],
  tame: 1,
  exact: ([z]) => (isNumber(z, 1) ? numberZero : z.kind === 'constant' && z.name === 'e' ? numberOne : null),
  enclosure: ([z], bits) => logarithm(z, bits),
  series(x, order, bits) {
    const value = logarithm(x, bits);
    const slope = reciprocal(x);
    if (value === null || slope === null) return null;
    const inverse = outward(slope, bits);
    let power = exact(rational(-1));
    return byRecurrence(value, order, bits, (m) => {
      power = outward(negative(times(power, inverse)), bits);
      return times(power, fractionOf(1, m));
    });
  },
  tensor: (tensors, [z]) => tensors.native('log', z),
  latex: { kind: 'command', command: '\\log', takesPower: true },
};
