import type { Rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { type Formula, numeral } from './formula.js';
import type { Surroundings } from './seriesField.js';
import { branchOf } from './truth.js';

/** Surroundings in which every sign that a kink is taken of is known; one that is null is not followed. */
export function settledKinks(
  slope: (name: string) => Rational,
  signOf: (a: Formula, of: Formula) => -1 | 0 | 1 | null,
): Surroundings {
  const signed = (a: Formula, of: Formula): Formula => {
    const sign = signOf(a, of);
    if (sign === null) throw new NotFollowed('the sign of what a kink is taken of is not settled');
    return numeral(sign);
  };
  return {
    moves: () => true,
    slope,
    isZero: () => false,
    requireUnit: () => undefined,
    side: signed,
    jump: signed,
    choose: (formula, evaluate) => evaluate(branchOf(formula, (gap) => signOf(evaluate(gap).coefficients[0], gap))),
  };
}
