import { negated, plus, type Rational, rational, sign, times, zero } from '../../arithmetic/rational.js';
import { identity, inverse, multiplyMatrices, nullSpace } from '../../arithmetic/rationalMatrix.js';
import { type RationalMatrix, rowEchelonForm } from '../../arithmetic/rowEchelonForm.js';
import { rationalEigenvalues } from '../../symbolic/rationalEigenvalues.js';
import type { ExactLinearFamily } from '../matrices/linearFamily.js';
import { generatesEverything, intertwiners, invariantHull, radicalImage } from './matrixAlgebra.js';

/** Coordinates T y in which H and all C_j are block upper triangular (theory §5). */
export interface BlockTriangularForm {
  /** T, k × k */
  readonly transform: RationalMatrix;
  /** the diagonal blocks of T M T⁻¹, from the innermost invariant subspace outwards; λ is the largest of their exponents */
  readonly blocks: readonly TriangularBlock[];
}

/** One diagonal block of a family in block-triangular coordinates. */
export interface TriangularBlock {
  readonly family: ExactLinearFamily;
  /** whether the block is the dynamics on an invariant subspace of the whole: only then is its exponent the growth rate of some start */
  readonly isInvariantSubspace: boolean;
}

/**
 * Splits a k × k family along its common invariant subspaces, exactly.
 *
 * A family without one that is defined over the rationals comes back whole; a block may still split over an irrational extension, or hold
 * several copies of one irreducible block, and of more than `mostForAlgebra` coordinates all do. The nilpotent radical of the generated algebra gives the subspaces without a complement, the
 * matrices that commute with the family those with one.
 */
export function blockTriangularForm(family: ExactLinearFamily): BlockTriangularForm {
  const matrices = activeMatrices(family);
  const k = family.curvature.length;
  const { basis, sizes } = k > mostForAlgebra ? { basis: identity(k), sizes: [k] } : invariantFlag(matrices);
  const transform = inverse(basis) as RationalMatrix;
  let start = 0;
  const blocks = sizes.map((size) => {
    const block = diagonalBlock(family, transform, basis, start, size);
    start += size;
    const isInvariantSubspace = sizes.length === 1 || intertwiners(matrices, activeMatrices(block)).length > 0;
    return { family: block, isInvariantSubspace };
  });
  return { transform, blocks };
}

/** The algebra that k × k matrices generate has up to k² dimensions, each a matrix. */
export const mostForAlgebra = 20;

/** H and the C_j that act: those with a weight and a learning rate that are not 0. */
export function activeMatrices({ curvature, noise, learningRate }: ExactLinearFamily): RationalMatrix[] {
  const acting = noise.filter(({ weight }) => sign(weight) > 0 && sign(learningRate) > 0);
  return [curvature, ...acting.map(({ matrix }) => matrix)];
}

/** The columns of `basis` span a chain of invariant subspaces, of dimensions that are the partial sums of `sizes`. */
function invariantFlag(matrices: readonly RationalMatrix[]): {
  readonly basis: RationalMatrix;
  readonly sizes: readonly number[];
} {
  const k = matrices[0].length;
  const subspace = properInvariantSubspace(matrices);
  if (subspace === null) return { basis: identity(k), sizes: [k] };
  const m = subspace.length;
  const basis = columns(completed(subspace, k));
  const inverted = inverse(basis) as RationalMatrix;
  const moved = matrices.map((matrix) => multiplyMatrices(multiplyMatrices(inverted, matrix), basis));
  const inner = invariantFlag(moved.map((matrix) => matrix.slice(0, m).map((row) => row.slice(0, m))));
  const outer = invariantFlag(moved.map((matrix) => matrix.slice(m).map((row) => row.slice(m))));
  const refined = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_, j) => {
      if (i < m && j < m) return inner.basis[i][j];
      return i >= m && j >= m ? outer.basis[i - m][j - m] : zero;
    }),
  );
  return { basis: multiplyMatrices(basis, refined), sizes: [...inner.sizes, ...outer.sizes] };
}

/** A basis of a common invariant subspace other than {0} and the whole, one vector a row; null where none is found. */
function properInvariantSubspace(matrices: readonly RationalMatrix[]): RationalMatrix | null {
  const k = matrices[0].length;
  if (k === 1 || generatesEverything(matrices)) return null;
  for (const unit of identity(k)) {
    const hull = invariantHull(matrices, unit);
    if (hull !== null) return hull;
  }
  const image = radicalImage(matrices);
  if (image.length > 0) return image;
  for (const commuting of commutingCandidates(matrices)) {
    for (const eigenvalue of rationalEigenvalues(commuting)) {
      const kernel = nullSpace(sum(commuting, negated(eigenvalue), identity(k)));
      if (kernel.length < k) return kernel;
    }
  }
  return null;
}

/** The matrices that commute with all: a basis, then sums and differences of two. */
function* commutingCandidates(matrices: readonly RationalMatrix[]): Generator<RationalMatrix> {
  const basis = intertwiners(matrices, matrices);
  yield* basis;
  for (let i = 0; i < basis.length; i++) {
    for (let j = 0; j < i; j++) {
      for (const factor of [1, -1]) yield sum(basis[i], rational(factor), basis[j]);
    }
  }
}

/** The vectors and as many unit vectors as make a basis of ℚᵏ. */
function completed(vectors: RationalMatrix, k: number): RationalMatrix {
  const { pivots } = rowEchelonForm(vectors);
  return [...vectors, ...identity(k).filter((_, i) => !pivots.includes(i))];
}

/** a + factor·b */
function sum(a: RationalMatrix, factor: Rational, b: RationalMatrix): RationalMatrix {
  return a.map((row, i) => row.map((x, j) => plus(x, times(factor, b[i][j]))));
}

function diagonalBlock(
  family: ExactLinearFamily,
  transform: RationalMatrix,
  basis: RationalMatrix,
  start: number,
  size: number,
): ExactLinearFamily {
  const rows = transform.slice(start, start + size);
  const part = basis.map((row) => row.slice(start, start + size));
  const cut = (matrix: RationalMatrix) => multiplyMatrices(multiplyMatrices(rows, matrix), part);
  return {
    learningRate: family.learningRate,
    curvature: cut(family.curvature),
    noise: family.noise.map(({ weight, matrix }) => ({ weight, matrix: cut(matrix) })),
  };
}

function columns(matrix: RationalMatrix): RationalMatrix {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
