import fc from 'fast-check';
import {
  call,
  type Expression,
  fraction,
  number,
  power,
  product,
  quotient,
  sum,
} from '../../src/expression/syntax/expression.js';

/** A function σ of one number, as neurons apply it. */
export interface Activation {
  readonly name: string;
  readonly of: (z: Expression) => Expression;
  /** σ(−z) = −σ(z): flipping a neuron's weights in and out is a symmetry (theory §3) */
  readonly isOdd: boolean;
  /** σ(0) = 0: a neuron without weights stays without (theory §3) */
  readonly vanishesAtZero: boolean;
  readonly isSmooth: boolean;
}

export interface ActivationConstraints {
  /** only odd ones; default false */
  readonly odd?: boolean;
  /** only those with σ(0) = 0; default false */
  readonly vanishing?: boolean;
  /** only smooth ones; default false */
  readonly smooth?: boolean;
}

/** Activations of every kind: odd, vanishing at 0 without being odd, with kinks, and neither. Shrinks towards the identity. */
export function activations({
  odd = false,
  vanishing = false,
  smooth = false,
}: ActivationConstraints = {}): fc.Arbitrary<Activation> {
  const allowed = known.filter(
    ({ isOdd, vanishesAtZero, isSmooth }) => (isOdd || !odd) && (vanishesAtZero || !vanishing) && (isSmooth || !smooth),
  );
  return fc.constantFrom(...allowed);
}

const odd = { isOdd: true, vanishesAtZero: true, isSmooth: true } as const;
const lopsided = { isOdd: false, vanishesAtZero: true, isSmooth: true } as const;
const kinked = { isOdd: false, vanishesAtZero: true, isSmooth: false } as const;
const lifted = { isOdd: false, vanishesAtZero: false, isSmooth: true } as const;

const known: readonly Activation[] = [
  { name: 'identity', of: (z) => z, ...odd },
  { name: 'tanh', of: (z) => call('tanh', z), ...odd },
  { name: 'sin', of: (z) => call('sin', z), ...odd },
  { name: 'erf', of: (z) => call('erf', z), ...odd },
  { name: 'z/(1 + z^2)', of: (z) => quotient(z, sum(number(1), power(z, 2))), ...odd },
  { name: 'z + z^3/4', of: (z) => sum(z, product(fraction(1, 4), power(z, 3))), ...odd },
  { name: 'gelu', of: (z) => call('gelu', z), ...lopsided },
  { name: 'swish', of: (z) => product(z, call('sigmoid', z)), ...lopsided },
  { name: 'exp(z) - 1', of: (z) => sum(call('exp', z), number(-1)), ...lopsided },
  { name: 'z^2', of: (z) => power(z, 2), ...lopsided },
  { name: 'relu', of: (z) => call('relu', z), ...kinked },
  { name: 'abs', of: (z) => call('abs', z), ...kinked },
  { name: 'sigmoid', of: (z) => call('sigmoid', z), ...lifted },
  { name: 'softplus', of: (z) => call('softplus', z), ...lifted },
  { name: 'cos', of: (z) => call('cos', z), ...lifted },
];
