import { axis, dot, unit } from '../../numeric/vectors.js';
import type { LinearFamily } from './linearFamily.js';
import { matrixProduct } from './smallMatrix.js';

/**
 * A k × k family of the same range of Q (theory §4.2) in as few orthonormal coordinates as there are: those of the subspace
 * that holds the ranges of all M − c_M I and of their transposes, c_M the first entry of M's diagonal, and one direction
 * orthogonal to it, in which every such matrix is the number c_M.
 */
export function onCommonRange(family: LinearFamily): LinearFamily {
  const { curvature, noise } = family;
  const basis = commonRange([curvature, ...noise]);
  const k = curvature.length;
  if (basis.length < k) {
    const lengths = curvature.map((_, i) => basis.reduce((sum, vector) => sum + vector[i] ** 2, 0));
    const farthest = lengths.indexOf(Math.min(...lengths));
    basis.push(unit(residual(axis(k, farthest), basis)));
  }
  if (basis.length === k) return family;
  const columns = curvature.map((_, i) => basis.map((vector) => vector[i]));
  const cut = (matrix: readonly (readonly number[])[]) => matrixProduct(basis, matrixProduct(matrix, columns));
  return { ...family, curvature: cut(curvature), noise: noise.map(cut) };
}

function commonRange(matrices: readonly (readonly (readonly number[])[])[]): number[][] {
  const basis: number[][] = [];
  for (const matrix of matrices) {
    const shifted = matrix.map((row, i) => row.map((entry, j) => (i === j ? entry - matrix[0][0] : entry)));
    const vectors = [...shifted, ...shifted.map((_, j) => shifted.map((row) => row[j]))].filter((vector) =>
      vector.some((entry) => entry !== 0),
    );
    const scale = Math.max(0, ...vectors.map((vector) => Math.hypot(...vector)));
    for (const vector of vectors) {
      if (basis.length === matrix.length) return basis;
      // twice, since once leaves what cancels
      const rest = residual(residual(vector, basis), basis);
      if (Math.hypot(...rest) > rankTolerance * scale) basis.push(unit(rest));
    }
  }
  return basis;
}

/** Of a vector's length: less is rounding. */
const rankTolerance = 1e-10;

function residual(vector: readonly number[], basis: readonly (readonly number[])[]): number[] {
  const rest = [...vector];
  for (const one of basis) {
    const along = dot(rest, one);
    if (along !== 0) for (let i = 0; i < rest.length; i++) rest[i] -= along * one[i];
  }
  return rest;
}
