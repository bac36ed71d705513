import { exact, magnitude, outward, plus, reciprocal, times } from '../../arithmetic/enclosure.js';
import { inverseTangent } from '../../arithmetic/enclosureFunctions.js';
import { one, rational } from '../../arithmetic/rational.js';
import { numberOne, numberZero, power, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { byRecurrence, integrated, nothing } from './taylorCoefficients.js';

/** The angle between −π/2 and π/2 whose tangent is z. */
export const arctan: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: () => [],
  evaluate: Math.atan,
  math: 'atan',
  derivative: ([z]) => [power(sum(power(z, 2), numberOne), -1)],
  definition: () => null,
  parts: () => null,
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: null,
  critical: () => [],
  tame: null,
  exact: atZero(numberZero),
  enclosure: ([z], bits) => inverseTangent(z, bits),
  /** f' = g with (1 + x²) g = 1: g_m = −(2x g_{m−1} + g_{m−2}) g_0 */
  series(x, order, bits) {
    const size = magnitude(x);
    const first = reciprocal(plus(exact(one), times(size, size)));
    if (first === null) return null;
    const slope = byRecurrence(outward(first, bits), order, bits, (m, known) => {
      const inner = plus(times(times(exact(rational(-2)), x), known[m - 1]), m === 1 ? nothing : minus(known[m - 2]));
      return times(inner, known[0]);
    });
    return integrated(inverseTangent(x, bits), slope, order, bits);
  },
  tensor: (tensors, [z]) => tensors.native('atan', z),
  latex: { kind: 'command', command: '\\arctan', takesPower: false },
};

function minus(a: Parameters<typeof times>[0]): Parameters<typeof times>[0] {
  return times(exact(rational(-1)), a);
}
