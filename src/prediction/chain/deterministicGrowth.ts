import { matrixProduct } from '../matrices/smallMatrix.js';

type NumberMatrix = readonly (readonly number[])[];

/** log of the spectral radius of a matrix, and what rounding may do to it. */
export interface DeterministicGrowth {
  readonly value: number;
  readonly error: number;
}

/**
 * The growth rate of y ← M y with the same matrix at every step, of any size: log ‖M^n‖/n for n = 2^60, by squaring
 * (Gelfand's formula). −∞ for a nilpotent matrix.
 *
 * The error is judged from the matrix with its entries changed by a few roundings, which shows nearly defective ones.
 */
export function deterministicGrowth(matrix: NumberMatrix): DeterministicGrowth {
  const value = spectralLogarithm(matrix);
  const changed = matrix.map((row, i) =>
    row.map((entry, j) => entry * (1 + ((i + 2 * j) % 2 === 0 ? entryChange : -entryChange))),
  );
  const change = Math.abs(spectralLogarithm(changed) - value);
  return { value, error: Number.isNaN(change) ? 0 : changeFactor * change + entryChange };
}

/** Sums of products of a few entries. */
const entryChange = 64 * Number.EPSILON;
/** One change stands for all. */
const changeFactor = 8;

function spectralLogarithm(matrix: NumberMatrix): number {
  let power = matrix;
  let value = 0;
  for (let squaring = 0; squaring <= squarings; squaring++) {
    const size = Math.max(...power.flat().map(Math.abs));
    value += Math.log(size) / 2 ** squaring;
    if (size === 0) return -Infinity;
    const scaled = power.map((row) => row.map((entry) => entry / size));
    power = matrixProduct(scaled, scaled);
  }
  return value;
}

/** ‖M^n‖ is at most a power of n from the n-th power of the spectral radius. */
const squarings = 60;
