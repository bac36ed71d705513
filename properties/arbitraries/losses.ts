import fc from 'fast-check';
import {
  call,
  difference,
  type Expression,
  fraction,
  negate,
  number,
  power,
  product,
  sum,
} from '../../src/expression/syntax/expression.js';
import type { LossDynamics } from '../../src/model/model.js';

/** ℓ(f, y), the loss of one output at one target. */
export interface Loss {
  readonly form: Extract<LossDynamics['form'], 'squared' | 'logistic' | 'custom'>;
  readonly of: (output: Expression, target: Expression) => Expression;
}

export interface LossConstraints {
  /** default: all three */
  readonly forms?: readonly Loss['form'][];
}

/** Losses: squared, logistic (for targets ±1), and others, bounded below and smooth. Shrinks towards the squared loss. */
export function losses({ forms = ['squared', 'logistic', 'custom'] }: LossConstraints = {}): fc.Arbitrary<Loss> {
  const allowed = known.filter(({ form }) => forms.includes(form));
  if (allowed.length === 0) throw new RangeError('losses: no form is allowed; expected squared, logistic or custom');
  return fc.constantFrom(...allowed);
}

const residual = (of: (r: Expression) => Expression) => (f: Expression, y: Expression) => of(difference(f, y));

const known: readonly Loss[] = [
  { form: 'squared', of: residual((r) => product(fraction(1, 2), power(r, 2))) },
  { form: 'logistic', of: (f, y) => call('softplus', negate(product(y, f))) },
  // Charbonnier's: |r| away from 0
  { form: 'custom', of: residual((r) => call('sqrt', sum(number(1), power(r, 2)))) },
  // log cosh r, up to a constant
  { form: 'custom', of: residual((r) => difference(call('softplus', product(number(2), r)), r)) },
  { form: 'custom', of: residual((r) => product(fraction(1, 4), power(r, 4))) },
  // Poisson regression
  { form: 'custom', of: (f, y) => difference(call('exp', f), product(y, f)) },
];
