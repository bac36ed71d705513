import type { UnitHessians } from '../../numeric/unitHessians.js';

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
