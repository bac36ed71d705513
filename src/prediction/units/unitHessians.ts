/**
 * Hessians of samples' losses normal to a set of a hidden unit, in its incoming weights w and its outgoing weights a, as
 * their factors: Ĥ_i (w, a) = (x_i (bend_i x_i·w + slope_i δ_i·a), slope_i (x_i·w) δ_i) (theory §8, M3).
 */
export interface UnitHessians {
  /** entries of w and of a; k is their sum */
  readonly inputs: number;
  readonly outputs: number;
  /** N */
  readonly count: number;
  /** N × inputs */
  readonly x: Float64Array;
  /** N × outputs */
  readonly delta: Float64Array;
  /** N */
  readonly slope: Float64Array;
  /** N */
  readonly bend: Float64Array;
}

/** Adds `factor` Ĥ_i y to `out`. */
export function addHessian(
  { inputs, outputs, x, delta, slope, bend }: UnitHessians,
  i: number,
  factor: number,
  y: Float64Array,
  out: Float64Array,
): void {
  const [xi, di] = [i * inputs, i * outputs];
  let [along, across] = [0, 0];
  for (let k = 0; k < inputs; k++) along += x[xi + k] * y[k];
  for (let k = 0; k < outputs; k++) across += delta[di + k] * y[inputs + k];
  const incoming = factor * (bend[i] * along + slope[i] * across);
  const outgoing = factor * slope[i] * along;
  for (let k = 0; k < inputs; k++) out[k] += incoming * x[xi + k];
  for (let k = 0; k < outputs; k++) out[inputs + k] += outgoing * delta[di + k];
}

/** A mean of Ĥ_i: its block of w, and that of w with a. */
export interface MeanHessian {
  /** inputs × inputs; null where it vanishes throughout */
  readonly own: Float64Array | null;
  /** inputs × outputs */
  readonly cross: Float64Array;
}

/** Adds `factor` H y to `out`. */
export function addMean(
  { own, cross }: MeanHessian,
  inputs: number,
  factor: number,
  y: Float64Array,
  out: Float64Array,
): void {
  const outputs = y.length - inputs;
  for (let a = 0; a < inputs; a++) {
    let sum = 0;
    const left = factor * y[a];
    for (let o = 0; o < outputs; o++) {
      const entry = cross[a * outputs + o];
      sum += entry * y[inputs + o];
      out[inputs + o] += entry * left;
    }
    if (own !== null) for (let b = 0; b < inputs; b++) sum += own[a * inputs + b] * y[b];
    out[a] += factor * sum;
  }
}

/** A bound of the norm of the mean of Ĥ_i. */
export function normBound({ inputs, outputs, count, x, delta, slope, bend }: UnitHessians): number {
  let total = 0;
  for (let i = 0; i < count; i++) {
    let [xx, dd] = [0, 0];
    for (let k = 0; k < inputs; k++) xx += x[i * inputs + k] ** 2;
    for (let k = 0; k < outputs; k++) dd += delta[i * outputs + k] ** 2;
    total += Math.abs(bend[i]) * xx + Math.abs(slope[i]) * Math.sqrt(xx * dd);
  }
  return total / count;
}

/** Adds `factor` times the mean of Ĥ_i y to `out`. */
export function addBatch(hessians: UnitHessians, factor: number, y: Float64Array, out: Float64Array): void {
  for (let i = 0; i < hessians.count; i++) addHessian(hessians, i, factor / hessians.count, y, out);
}
