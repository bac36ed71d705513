import { symbol } from '../../src/expression/syntax/expression.js';
import { numericRows, valueAt } from '../../src/model/constants.js';
import type { Model } from '../../src/model/model.js';

/**
 * E log|1 + h·slope + √h·noise·ξ| / h, ξ standard normal: the exponent of one Euler–Maruyama direction (theory §6).
 *
 * Midpoint sums over |ξ| ≤ 9; the logarithmic singularity costs less than the width of a cell.
 */
export function directionExponent(slope: number, noise: number, dt: number): number {
  const cells = 200_000;
  const width = 18 / cells;
  let total = 0;
  for (let i = 0; i < cells; i++) {
    const xi = -9 + (i + 0.5) * width;
    total += Math.exp((-xi * xi) / 2) * Math.log(Math.abs(1 + dt * slope + Math.sqrt(dt) * noise * xi));
  }
  return (total * width) / Math.sqrt(2 * Math.PI) / dt;
}

/** A constant of a model as a number. */
export function constant(model: Model, name: string): number {
  return valueAt(symbol(name), model.constants);
}

/** M2's exponent at w = 0: both diagonals w₁ = ±w₂ are invariant, and the larger of theirs decides (theory §8). */
export function tanhNeuronExponent(model: Model): number {
  if (model.dynamics.kind !== 'loss') throw new Error('no loss');
  const rows = numericRows(model.dynamics.data);
  const n = model.dynamics.data.rows.length;
  let xy = 0;
  let xx = 0;
  for (let i = 0; i < n; i++) {
    xy += (rows[2 * i] * rows[2 * i + 1]) / n;
    xx += rows[2 * i] ** 2 / n;
  }
  const noise = Math.sqrt(constant(model, 'eta') * xx) * constant(model, 'zeta');
  return Math.max(...[xy, -xy].map((slope) => directionExponent(slope, noise, model.simulation.dt)));
}
