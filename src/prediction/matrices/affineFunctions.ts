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
