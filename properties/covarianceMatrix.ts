/** d × d, row after row. */
export type Matrix = number[][];

export function zeroMatrix(d: number): Matrix {
  return Array.from({ length: d }, () => new Array<number>(d).fill(0));
}

/** matrix += weight · v vᵀ */
export function addOuterProduct(matrix: Matrix, v: readonly number[], weight: number): void {
  for (let i = 0; i < v.length; i++) {
    for (let j = 0; j < v.length; j++) matrix[i][j] += weight * v[i] * v[j];
  }
}

export function meanVector(vectors: readonly (readonly number[])[]): number[] {
  return vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0) / vectors.length);
}

/** Whether xᵀMx ≥ −slack · |x|² for every x, by a Cholesky factorisation of M + slack · I; M symmetric. */
export function isPositiveSemidefinite(matrix: Matrix, slack: number): boolean {
  const factor = zeroMatrix(matrix.length);
  for (let j = 0; j < matrix.length; j++) {
    let pivot = matrix[j][j] + slack;
    for (let k = 0; k < j; k++) pivot -= factor[j][k] ** 2;
    if (!(pivot > 0)) return false;
    factor[j][j] = Math.sqrt(pivot);
    for (let i = j + 1; i < matrix.length; i++) {
      let entry = matrix[i][j];
      for (let k = 0; k < j; k++) entry -= factor[i][k] * factor[j][k];
      factor[i][j] = entry / factor[j][j];
    }
  }
  return true;
}

export function largestEntry(matrix: Matrix): number {
  return Math.max(...matrix.flat().map(Math.abs));
}
