import { dot } from './vectors.js';

/**
 * The singular values of a matrix, rows × columns, row after row, in descending order: as many as the smaller side.
 *
 * One-sided Jacobi rotations (Hestenes), which find small ones to full relative accuracy where columns are well scaled.
 */
export function singularValues(entries: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const isWide = columns > rows;
  const [height, width] = isWide ? [columns, rows] : [rows, columns];
  // columns one after the other
  const a = Array.from({ length: width }, (_, j) =>
    Float64Array.from({ length: height }, (_, i) => entries[isWide ? j * columns + i : i * columns + j]),
  );
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let isDone = true;
    for (let p = 0; p < width; p++) for (let q = p + 1; q < width; q++) if (rotated(a[p], a[q])) isDone = false;
    if (isDone) break;
  }
  return Float64Array.from(a, (column) => Math.sqrt(dot(column, column))).sort((x, y) => y - x);
}

/** Ten are enough for double precision at any size seen. */
const mostSweeps = 60;

/** Makes two columns orthogonal; says whether they were not. */
function rotated(u: Float64Array, v: Float64Array): boolean {
  const [uu, vv, uv] = [dot(u, u), dot(v, v), dot(u, v)];
  if (!(Math.abs(uv) > 1e-15 * Math.sqrt(uu * vv))) return false;
  const zeta = (vv - uu) / (2 * uv);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (let i = 0; i < u.length; i++) {
    const [x, y] = [u[i], v[i]];
    u[i] = c * x - s * y;
    v[i] = s * x + c * y;
  }
  return true;
}
