import { divided, type Enclosure, exact, outward, signOf } from '../../arithmetic/enclosure.js';
import { sineCosine } from '../../arithmetic/enclosureFunctions.js';
import type { Rational } from '../../arithmetic/rational.js';
import { call, numberOne, numberZero, power, quotient, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import type { FunctionFacts } from './functionFacts.js';
import { byDifferentialEquation, isExactZero, nothing } from './taylorCoefficients.js';

/** The tangent of an angle in radians. */
export const tan: FunctionFacts = {
  arity: 1,
  defaults: [],
  domain: ([z]) => [{ of: call('cos', z), relation: '!=' }],
  evaluate: Math.tan,
  math: 'tan',
  derivative: ([z]) => [sum(power(call('tan', z), 2), numberOne)],
  definition: ([z]) => quotient(call('sin', z), call('cos', z)),
  parts: () => null,
  parity: 'odd',
  sign: ([z]) => (z === 'zero' ? 'zero' : null),
  monotony: 'increasing',
  inverse: null,
  critical: ([z]) => [{ at: call('cos', z), problem: 'pole' }],
  tame: null,
  exact: atZero(numberZero),
  enclosure: ([z], bits) => enclosure(z, bits),
  series(x, order, bits) {
    const value = enclosure(x, bits);
    return value && byDifferentialEquation([1n, 0n, 1n], value, order, bits);
  },
  tensor: (tensors, [z]) => tensors.native('tan', z),
  latex: { kind: 'command', command: '\\tan', takesPower: true },
};

/** Increasing where there is no pole in between: where the cosine keeps its sign. */
function enclosure(x: Enclosure, bits: number): Enclosure | null {
  if (isExactZero(x)) return nothing;
  const cosine = sineCosine(x, bits)?.[1] ?? null;
  if (cosine === null || signOf(cosine) === null) return null;
  const [lower, upper] = [at(x.lower, bits), at(x.upper, bits)];
  return lower && upper && { lower: lower.lower, upper: upper.upper };
}

function at(x: Rational, bits: number): Enclosure | null {
  const values = sineCosine(exact(x), bits);
  const value = values && divided(...values);
  return value && outward(value, bits);
}
