/** Σ a_i b_i, over the length of a. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** v/‖v‖, of v ≠ 0. */
export function unit(v: Float64Array): Float64Array;
export function unit(v: readonly number[]): number[];
export function unit(v: Float64Array | readonly number[]): Float64Array | number[] {
  const length = Math.hypot(...v);
  return v instanceof Float64Array ? v.map((x) => x / length) : v.map((x) => x / length);
}

/** Unit vector number `index` of R^k. */
export function axis(k: number, index: number): number[] {
  return Array.from({ length: k }, (_, i) => Number(i === index));
}
