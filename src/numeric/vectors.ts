/** Σ a_i b_i, over the length of a. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** v/‖v‖, of v ≠ 0. */
export function unit<Vector extends Float64Array | readonly number[]>(v: Vector): Vector {
  const length = Math.hypot(...v);
  const scaled = (x: number): number => x / length;
  return (v instanceof Float64Array ? v.map(scaled) : v.map(scaled)) as Vector;
}

/** Unit vector number `index` of R^k. */
export function axis(k: number, index: number): number[] {
  return Array.from({ length: k }, (_, i) => Number(i === index));
}
