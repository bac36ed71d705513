import type { Rational } from '../arithmetic/rational.js';
import type { NormalStream } from '../numeric/normalStream.js';
import { orthonormalNormal } from './affineSet.js';
import { comparedSize } from './comparedSize.js';
import { valueAt } from './constants.js';
import type { AffineSet } from './model.js';
import { moveOff } from './moveOff.js';

/**
 * Returns a way to draw starts near a set: its base point, moved off the set by a length in a direction drawn uniformly
 * from the span of orthonormal normals (rows of d numbers), and by `alongSet` along it.
 *
 * A process that rests at its base point without being held there would else seem to be.
 */
export function nearStarts(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  normals: readonly (readonly number[])[],
): (length: number, stream: NormalStream) => Float64Array {
  const base = set.base.map((value) => valueAt(value, constants));
  const all = orthonormalNormal(set);
  return (length, stream) => {
    const theta = Float64Array.from(base);
    moveOff(theta, normals, length, stream);
    if (all.length === base.length) return theta;
    const offset = base.map(() => alongSet * stream.normal());
    for (const row of all) {
      const along = row.reduce((sum, entry, j) => sum + entry * offset[j], 0);
      for (const [j, entry] of row.entries()) offset[j] -= along * entry;
    }
    for (const [j, value] of offset.entries()) theta[j] += value;
    return theta;
  };
}

/** Its square, by which an exponent may change, is the rounding of a double. */
const alongSet = 1e-8;

/**
 * The size of what the set's equations compare, where the base point may go: at least 1 where there are directions along
 * the set, 0 for a set of vanishing parameters.
 */
export function comparedSizeNear(set: AffineSet, constants: ReadonlyMap<string, Rational>): number {
  const base = set.base.map((value) => Math.abs(valueAt(value, constants)));
  const size = comparedSize(set, constants);
  return size(set.rows.length === base.length ? base : base.map((value) => Math.max(value, 1)));
}
