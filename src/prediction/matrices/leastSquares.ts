/**
 * The x of least ‖A x − b‖ by Householder's reflections; A has full column rank, to rounding, and is overwritten.
 *
 * @param columns A by columns, each of one length m that is at least their number
 * @param right b, m numbers; overwritten
 */
export function solveLeastSquares(columns: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = columns.length;
  const diagonal = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const column = columns[j];
    let square = 0;
    for (let i = j; i < column.length; i++) square += column[i] * column[i];
    const length = column[j] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    diagonal[j] = length;
    if (length === 0) continue;
    column[j] -= length;
    const scale = 1 / (length * column[j]);
    for (let l = j + 1; l < n; l++) reflect(column, columns[l], j, scale);
    reflect(column, right, j, scale);
  }
  const x = new Float64Array(n);
  for (let j = n - 1; j >= 0; j--) {
    let sum = right[j];
    for (let l = j + 1; l < n; l++) sum -= columns[l][j] * x[l];
    x[j] = diagonal[j] === 0 ? 0 : sum / diagonal[j];
  }
  return x;
}

/** Adds `scale` times vᵀw v to w, from a row on. */
function reflect(v: Float64Array, w: Float64Array, from: number, scale: number): void {
  let sum = 0;
  for (let i = from; i < v.length; i++) sum += v[i] * w[i];
  sum *= scale;
  for (let i = from; i < v.length; i++) w[i] += sum * v[i];
}
