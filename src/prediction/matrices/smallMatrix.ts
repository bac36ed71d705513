import { spend } from '../../arithmetic/work.js';
import { axis } from '../../numeric/vectors.js';

/** Dense k × k matrices of doubles, row by row, for k so small that plain arrays are fastest. */
export type SmallMatrix = number[][];
type Readonly2 = readonly (readonly number[])[];

/** The k × k identity. */
export function identityMatrix(k: number): SmallMatrix {
  return Array.from({ length: k }, (_, i) => axis(k, i));
}

/** a b, for a of r × k and b of k × c. */
export function matrixProduct(a: Readonly2, b: Readonly2): SmallMatrix {
  const columns = b[0].length;
  spend((a.length * b.length * columns) / 1000);
  return a.map((row) => {
    const product = new Array<number>(columns).fill(0);
    for (let l = 0; l < row.length; l++) {
      const x = row[l];
      for (let j = 0; j < columns; j++) product[j] += x * b[l][j];
    }
    return product;
  });
}

/** x with a x = b, by Gaussian elimination with partial pivoting; entries are not finite when a is singular. */
export function solveLinear(a: readonly ArrayLike<number>[], b: ArrayLike<number>): number[] {
  const n = b.length;
  spend(n ** 3 / 1000);
  const rows = a.map((row) => new Float64Array(row));
  const x = Array.from(b);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    [x[column], x[pivot]] = [x[pivot], x[column]];
    const top = rows[column];
    for (let i = column + 1; i < n; i++) {
      const row = rows[i];
      const factor = row[column] / top[column];
      if (factor === 0) continue;
      for (let j = column + 1; j < n; j++) row[j] -= factor * top[j];
      x[i] -= factor * x[column];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i];
    for (let j = i + 1; j < n; j++) x[i] -= row[j] * x[j];
    x[i] /= row[i];
  }
  return x;
}

/** The inverse of a k × k matrix; entries are not finite where it is singular. */
export function inverseMatrix(a: Readonly2): SmallMatrix {
  const columns = a.map((_, j) => solveLinear(a, identityMatrix(a.length)[j]));
  return a.map((_, i) => columns.map((column) => column[i]));
}

/** M ↦ T M T⁻¹ for an invertible k × k matrix T, whose inverse may be known. */
export function inCoordinates(
  forward: Readonly2,
  backward: Readonly2 = inverseMatrix(forward),
): (matrix: Readonly2) => SmallMatrix {
  return (matrix) => matrixProduct(matrixProduct(forward, matrix), backward);
}
