import { dot } from '../../numeric/vectors.js';

/** Affine functions f_i(x) = offset_i + row_i·x, rows one after the other. */
export interface AffineFunctions {
  readonly count: number;
  readonly unknowns: number;
  readonly offsets: Float64Array;
  readonly rows: Float64Array;
}

/** f_i(x) for all i. */
export function valuesAt(functions: AffineFunctions, x: Float64Array): Float64Array {
  const values = changesAlong(functions, x);
  for (let i = 0; i < functions.count; i++) values[i] += functions.offsets[i];
  return values;
}

/** row_i·direction for all i. */
export function changesAlong({ count, unknowns, rows }: AffineFunctions, direction: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    dot(direction, rows.subarray(i * unknowns, (i + 1) * unknowns)),
  );
}

/** Σ_i w_i row_i. */
export function combined({ count, unknowns: n, rows }: AffineFunctions, weights: Float64Array): Float64Array {
  const sum = new Float64Array(n);
  for (let i = 0; i < count; i++) for (let a = 0; a < n; a++) sum[a] += weights[i] * rows[i * n + a];
  return sum;
}

/**
 * The lower triangle of Σ_i w_i row_i row_iᵀ over the functions whose weight is not below `least`; four functions at a time,
 * which saves three quarters of the memory traffic.
 */
export function secondMoments(
  { count, unknowns: n, rows }: AffineFunctions,
  weights: Float64Array,
  least = 0,
): Float64Array {
  const moments = new Float64Array(n * n);
  const active: number[] = [];
  for (let i = 0; i < count; i++) if (weights[i] >= least) active.push(i);
  for (let first = 0; first < active.length; first += 4) {
    const group = [0, 1, 2, 3].map((offset) => active[Math.min(first + offset, active.length - 1)]);
    const [i0, i1, i2, i3] = group.map((i) => i * n);
    const [w0, w1, w2, w3] = group.map((i, offset) => (first + offset < active.length ? weights[i] : 0));
    for (let a = 0; a < n; a++) {
      const s0 = w0 * rows[i0 + a];
      const s1 = w1 * rows[i1 + a];
      const s2 = w2 * rows[i2 + a];
      const s3 = w3 * rows[i3 + a];
      const target = a * n;
      for (let b = 0; b <= a; b++) {
        moments[target + b] += s0 * rows[i0 + b] + s1 * rows[i1 + b] + s2 * rows[i2 + b] + s3 * rows[i3 + b];
      }
    }
  }
  return moments;
}
