/** Cholesky's factor of covariances of one size, in memory of its own. */
export class CovarianceFactor {
  private readonly columns: readonly Float64Array[];
  private readonly rest: Float64Array;

  /** @param size n, rows and columns */
  constructor(private readonly size: number) {
    this.columns = Array.from({ length: size }, () => new Float64Array(size));
    this.rest = new Float64Array(size * size);
  }

  /**
   * Columns g_j, 0 above place j, with Σ g_j g_jᵀ a covariance (n² numbers row by row, of which the lower triangle is read);
   * a column is 0 where its pivot vanishes. Overwritten by the next call.
   */
  of(covariance: Float64Array): readonly Float64Array[] {
    const { columns, rest, size: n } = this;
    rest.set(covariance);
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, rest[i * (n + 1)]);
    for (let j = 0; j < n; j++) {
      const column = columns[j];
      column.fill(0);
      const pivot = rest[j * (n + 1)];
      if (!(pivot > pivotFloor * largest)) continue;
      const root = Math.sqrt(pivot);
      for (let i = j; i < n; i++) column[i] = rest[i * n + j] / root;
      for (let i = j; i < n; i++) for (let l = j; l <= i; l++) rest[i * n + l] -= column[i] * column[l];
    }
    return columns;
  }
}

/** What rounding leaves of a pivot that vanishes. */
const pivotFloor = 1e-14;
