import type { Rational } from '../arithmetic/rational.js';
import { orthonormalNormal } from './affineSet.js';
import { valueAt } from './constants.js';
import type { AffineSet } from './model.js';

/**
 * Returns the angle modulo π, in [0, π), of the normal coordinates of θ (d doubles) in a set of codimension 2 whose
 * orthonormal normals are those of theory §4.2; null for another codimension.
 */
export function normalAngle(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
): ((theta: Float64Array) => number) | null {
  if (set.rows.length !== 2) return null;
  const normals = orthonormalNormal(set);
  const base = set.base.map((value) => valueAt(value, constants));
  return (theta) => {
    const [x, y] = normals.map((normal) => normal.reduce((sum, entry, j) => sum + entry * (theta[j] - base[j]), 0));
    const angle = Math.atan2(y, x);
    return angle < 0 ? angle + Math.PI : angle === Math.PI ? 0 : angle;
  };
}
