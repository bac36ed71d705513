import { rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import type { Formula } from './formula.js';
import type { Kinks, Tangent } from './tangentField.js';
import { branchOf } from './truth.js';
import type { Field } from './valueIn.js';

/** Derivatives where every sign that a kink is taken of is known; a sign that is null is not followed. */
export function settledKinks<T>(field: Field<T>, signOf: (value: T, of: Formula) => -1 | 0 | 1 | null): Kinks<T> {
  const signed = ({ value }: Tangent<T>, of: Formula): T => {
    const sign = signOf(value, of);
    if (sign === null) throw new NotFollowed('the sign of what a kink is taken of is not settled');
    return field.constant(rational(sign));
  };
  return {
    moves: () => true,
    side: signed,
    jump: signed,
    choose: (formula, evaluate) => evaluate(branchOf(formula, (gap) => signOf(evaluate(gap).value, gap))),
    requireContinuous: () => undefined,
    requirePositive: () => undefined,
  };
}
