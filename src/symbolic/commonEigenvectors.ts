import { minus, type Rational } from '../arithmetic/rational.js';
import { dot, identity, multiplyMatrices, nullSpace, orthogonalised } from '../arithmetic/rationalMatrix.js';
import { type RationalMatrix, rowEchelonForm } from '../arithmetic/rowEchelonForm.js';
import { rationalEigenvalues } from './rationalEigenvalues.js';

type Vector = readonly Rational[];

/**
 * A basis of common eigenvectors of exact k × k matrices, k vectors; null when they have none over the rationals.
 *
 * The space is split into the eigenspaces of the first matrix, each of these into those of the next, and so on. Vectors of
 * one common eigenspace are orthogonal in the inner product Σ_l metric_l a_l b_l.
 */
export function commonEigenvectors(family: readonly RationalMatrix[], metric: Vector): Vector[] | null {
  let spaces: (readonly Vector[])[] = [identity(metric.length)];
  for (const matrix of family) {
    const parts: (readonly Vector[])[] = [];
    for (const space of spaces) {
      const split = eigenspacesWithin(matrix, space);
      if (split === null) return null;
      parts.push(...split);
    }
    spaces = parts;
  }
  return spaces.flatMap((space) => orthogonalised(space, metric).vectors);
}

/** The eigenspaces of a matrix in a space that it maps to itself; null when it does not, or when they do not span it. */
function eigenspacesWithin(matrix: RationalMatrix, space: readonly Vector[]): Vector[][] | null {
  const images = space.map((vector) => matrix.map((row) => dot(row, vector)));
  const restricted = coordinatesIn(space, images);
  if (restricted === null) return null;
  const size = space.length;
  const parts = rationalEigenvalues(restricted).map((eigenvalue) => {
    const shifted = restricted.map((row, l) => row.map((entry, m) => (l === m ? minus(entry, eigenvalue) : entry)));
    return multiplyMatrices(nullSpace(shifted), space);
  });
  return parts.reduce((total, part) => total + part.length, 0) === size ? parts : null;
}

/** Column j: the coordinates of the j-th vector in the basis; null when one lies outside its span. */
function coordinatesIn(basis: readonly Vector[], vectors: readonly Vector[]): Rational[][] | null {
  const system = basis[0].map((_, l) => [...basis, ...vectors].map((vector) => vector[l]));
  const { rows, pivots } = rowEchelonForm(system);
  if (pivots.some((pivot) => pivot >= basis.length)) return null;
  return rows.slice(0, basis.length).map((row) => row.slice(basis.length));
}
