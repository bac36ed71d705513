import type { Rational } from '../arithmetic/rational.js';
import { orthonormalNormal } from './affineSet.js';
import { valueAt } from './constants.js';
import type { AffineSet } from './model.js';

/** Where trajectories near a set are kept: among the normal directions of a subspace. */
export interface NormalProjection {
  /** an orthonormal basis of the subspace, rows of d numbers */
  readonly normals: readonly (readonly number[])[];
  /** projects the displacement of θ (d numbers) from the set onto the subspace, in place */
  project(theta: Float64Array): void;
}

/**
 * The projection onto a subspace of the normal space; `subspace` holds independent rows of k numbers in orthonormal
 * normal coordinates, null for the whole space.
 */
export function normalProjection(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  subspace: readonly (readonly number[])[] | null,
): NormalProjection {
  const all = orthonormalNormal(set);
  if (subspace === null) return { normals: all, project: () => {} };
  const inside = orthonormalised(subspace);
  const base = set.base.map((value) => valueAt(value, constants));
  const basis = inside.map((row) => combination(row, all, base.length));
  const displacement = new Float64Array(all.length);
  return {
    normals: basis,
    project(theta) {
      for (const [l, normal] of all.entries()) {
        displacement[l] = normal.reduce((sum, entry, j) => sum + entry * (theta[j] - base[j]), 0);
      }
      const kept = displacement.map(() => 0);
      for (const row of inside) {
        const along = row.reduce((sum, entry, l) => sum + entry * displacement[l], 0);
        for (const [l, entry] of row.entries()) kept[l] += entry * along;
      }
      for (const [l, normal] of all.entries()) {
        const excess = kept[l] - displacement[l];
        for (const [j, entry] of normal.entries()) theta[j] += entry * excess;
      }
    },
  };
}

function combination(weights: readonly number[], rows: readonly (readonly number[])[], width: number): number[] {
  return Array.from({ length: width }, (_, j) => weights.reduce((sum, weight, l) => sum + weight * rows[l][j], 0));
}

/** Orthonormal rows with the span of independent ones, by the method of Gram and Schmidt. */
export function orthonormalised(rows: readonly (readonly number[])[]): number[][] {
  const done: number[][] = [];
  for (const row of rows) {
    let rest = [...row];
    for (const one of done) {
      const along = rest.reduce((sum, entry, l) => sum + entry * one[l], 0);
      rest = rest.map((entry, l) => entry - along * one[l]);
    }
    const length = Math.hypot(...rest);
    done.push(rest.map((entry) => entry / length));
  }
  return done;
}
