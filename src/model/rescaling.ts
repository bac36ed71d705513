import { isZero, type Rational, toNumber } from '../arithmetic/rational.js';
import { valueAt } from './constants.js';
import { reduceEquations } from './linearEquations.js';
import type { AffineSet } from './model.js';

/**
 * Returns a function that multiplies the distance of θ from a set by a factor, keeping the direction; θ has one number a
 * parameter.
 *
 * The pivot parameter of each reduced equation is moved and the others stay, so that a set of vanishing parameters is
 * scaled without any cancellation.
 */
export function rescaling(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
): (theta: Float64Array, factor: number) => void {
  const { pivots, rows, rightSides } = reduceEquations(set.rows, set.offsets);
  const equations = pivots.map((pivot, i) => ({
    pivot,
    rightSide: valueAt(rightSides[i], constants),
    free: rows[i].flatMap((entry, j) => (j === pivot || isZero(entry) ? [] : [{ j, entry: toNumber(entry) }])),
  }));
  return (theta, factor) => {
    for (const { pivot, rightSide, free } of equations) {
      let onSet = rightSide;
      for (const { j, entry } of free) onSet -= entry * theta[j];
      theta[pivot] = onSet + factor * (theta[pivot] - onSet);
    }
  };
}
