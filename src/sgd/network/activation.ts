import { erfc } from '../../arithmetic/errorFunction.js';

/** What a layer does to each of its sums. */
export type Activation = 'identity' | 'tanh' | 'gelu';

/** Values of an activation and its slopes, entry by entry: `sums` becomes values in place, slopes go to `slopes`. */
export function activate(activation: Activation, sums: Float64Array, slopes: Float64Array): void {
  switch (activation) {
    case 'identity':
      slopes.fill(1, 0, sums.length);
      return;
    case 'tanh':
      for (let i = 0; i < sums.length; i++) {
        const value = Math.tanh(sums[i]);
        sums[i] = value;
        slopes[i] = 1 - value * value;
      }
      return;
    case 'gelu':
      for (let i = 0; i < sums.length; i++) {
        const x = sums[i];
        const share = erfc(-x * Math.SQRT1_2) / 2;
        sums[i] = x * share;
        slopes[i] = share + x * Math.exp(-x * x * 0.5) * normalPeak;
      }
  }
}

/** σ'(z) and σ''(z). */
export function derivativesAt(activation: Activation, z: number): readonly [number, number] {
  switch (activation) {
    case 'identity':
      return [1, 0];
    case 'tanh': {
      const value = Math.tanh(z);
      const slope = 1 - value * value;
      return [slope, -2 * value * slope];
    }
    case 'gelu': {
      const density = normalPeak * Math.exp(-z * z * 0.5);
      return [erfc(-z * Math.SQRT1_2) / 2 + z * density, (2 - z * z) * density];
    }
  }
}

/** The density of the standard normal law at 0. */
const normalPeak = 1 / Math.sqrt(2 * Math.PI);
