import { dividedBy, isZero, minus, type Rational, times } from './rational.js';

/** Exact matrices, a list of rows. */
export type RationalMatrix = readonly (readonly Rational[])[];

/** The reduced row echelon form and the columns of its pivots. */
export function rowEchelonForm(matrix: RationalMatrix): { readonly rows: Rational[][]; readonly pivots: number[] } {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  const columns = rows[0]?.length ?? 0;
  for (let column = 0; column < columns && pivots.length < rows.length; column++) {
    const top = pivots.length;
    const found = rows.findIndex((row, i) => i >= top && !isZero(row[column]));
    if (found < 0) continue;
    [rows[top], rows[found]] = [rows[found], rows[top]];
    const lead = rows[top][column];
    rows[top] = rows[top].map((entry) => dividedBy(entry, lead));
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i][column];
      if (i !== top && !isZero(factor)) rows[i] = rows[i].map((entry, j) => minus(entry, times(factor, rows[top][j])));
    }
    pivots.push(column);
  }
  return { rows, pivots };
}

/** The number of linearly independent rows. */
export function rank(matrix: RationalMatrix): number {
  return rowEchelonForm(matrix).pivots.length;
}
