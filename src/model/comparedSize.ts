import { isZero, type Rational, toNumber } from '../arithmetic/rational.js';
import { valueAt } from './constants.js';
import { reduceEquations } from './linearEquations.js';
import type { AffineSet } from './model.js';

/**
 * Returns θ ↦ the size of what a set's equations compare with one another or with an offset, whose rounding hides small
 * distances from the set; 0 for a set of vanishing parameters. θ has one number a parameter.
 */
export function comparedSize(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
): (theta: ArrayLike<number>) => number {
  const { rows, rightSides } = reduceEquations(set.rows, set.offsets);
  const comparing = rows.flatMap((row, i) => {
    const offset = Math.abs(valueAt(rightSides[i], constants));
    const entries = row.flatMap((entry, j) => (isZero(entry) ? [] : [{ j, size: Math.abs(toNumber(entry)) }]));
    return entries.length === 1 && offset === 0 ? [] : [{ entries, offset }];
  });
  return (theta) => {
    let largest = 0;
    for (let i = 0; i < comparing.length; i++) {
      const { entries, offset } = comparing[i];
      let size = offset;
      for (const { j, size: factor } of entries) size += factor * Math.abs(theta[j]);
      if (size > largest) largest = size;
    }
    return largest;
  };
}
