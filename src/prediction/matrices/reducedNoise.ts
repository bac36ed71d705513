/**
 * As few matrices as possible with the same Gaussian law of Σ_j ξ_j B_j, ξ standard normal: at most as many as a matrix
 * has entries, however many samples and outputs make noise.
 *
 * The law has the covariance Σ_j vec(B_j) vec(B_j)ᵀ; its Cholesky factor with diagonal pivots gives the matrices.
 *
 * @param matrices B_j, each the same number of entries in any one order
 */
export function reducedNoise(matrices: readonly Float64Array[]): Float64Array[] {
  const nonzero = matrices.filter((matrix) => matrix.some((entry) => entry !== 0));
  if (nonzero.length <= 1) return nonzero;
  const size = nonzero[0].length;
  if (size > mostEntries && nonzero.length <= size) return nonzero;
  const covariance = Array.from({ length: size }, (_, a) =>
    Array.from({ length: size }, (_, b) => nonzero.reduce((sum, matrix) => sum + matrix[a] * matrix[b], 0)),
  );
  const scale = Math.max(...covariance.map((row, a) => row[a]));
  const factors: Float64Array[] = [];
  while (factors.length < Math.min(size, nonzero.length)) {
    const pivot = covariance.reduce((best, row, a) => (row[a] > covariance[best][best] ? a : best), 0);
    if (covariance[pivot][pivot] <= pivotFloor * scale) break;
    const root = Math.sqrt(covariance[pivot][pivot]);
    const factor = Float64Array.from(covariance[pivot], (entry) => entry / root);
    for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) covariance[a][b] -= factor[a] * factor[b];
    factors.push(factor);
  }
  return factors;
}

/** The covariance has as many entries as this squared: beyond, fewer matrices cost more than they spare. */
const mostEntries = 400;
/** What rounding leaves of a covariance of lower rank, for up to a thousand matrices. */
const pivotFloor = 1e-13;
