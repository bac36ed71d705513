import { LogarithmSum } from './batchEnumeration.js';
import { type BatchMultiplier, type LogMultiplier, multiplierRounding } from './batchMultiplier.js';

/** All values are origin + index · spacing. */
export interface ValueLattice {
  readonly origin: number;
  readonly spacing: number;
  /** one integer ≥ 0 a sample */
  readonly indices: readonly number[];
}

/** The coarsest lattice that holds the values to rounding (a Euclidean algorithm on their differences), or null. */
export function findLattice(values: readonly number[]): ValueLattice | null {
  const origin = values.reduce((least, x) => Math.min(least, x), Infinity);
  const range = values.reduce((largest, x) => Math.max(largest, x - origin), 0);
  if (range === 0) return null;
  const finest = range / finestPoints;
  let spacing = range;
  for (const value of values) {
    let remainder = value - origin;
    while (remainder > finest * remainderShare) {
      const next = spacing - remainder * Math.round(spacing / remainder);
      spacing = remainder;
      remainder = Math.abs(next);
    }
    if (spacing < finest) return null;
    // the range is a whole number of spacings: without this, rounding would grow from value to value
    spacing = range / Math.round(range / spacing);
  }
  const indices = values.map((value) => Math.round((value - origin) / spacing));
  const fits = values.every((value, i) => Math.abs((value - origin) / spacing - indices[i]) < remainderShare);
  return fits ? { origin, spacing, indices } : null;
}

/** Finer lattices are not told from real numbers: 4 million points leave 2⁻³⁰ of a spacing to rounding. */
const finestPoints = 2 ** 22;
/** A remainder below this share of the finest spacing counts as 0. */
const remainderShare = 2 ** -6;

/**
 * E log|multiplier| as the finite sum over the lattice points that a batch's sum can reach (theory §6), for values on a
 * lattice and no Gaussian noise.
 *
 * @returns null when it takes more than `limit` multiplications
 */
export function latticeLogMultiplier(
  multiplier: BatchMultiplier,
  lattice: ValueLattice,
  limit: number,
): LogMultiplier | null {
  const { batch, replacement, values } = multiplier;
  const { origin, spacing, indices } = lattice;
  const width = indices.reduce((largest, k) => Math.max(largest, k), 0) + 1;
  const points = batch * (width - 1) + 1;
  if ((replacement ? points * points : values.length * Math.min(batch, values.length) * points) > limit) return null;
  const law = replacement ? powerOf(singleDraw(indices, width), batch) : subsetLaw(indices, batch, points);
  const sum = new LogarithmSum();
  const rounding = multiplierRounding(values);
  for (let k = 0; k < law.length; k++) if (law[k] > 0) sum.add(law[k], origin + (k * spacing) / batch, 0, rounding);
  return sum.result(Number.EPSILON * (2 * batch + (replacement ? 0 : values.length)));
}

function singleDraw(indices: readonly number[], width: number): Float64Array {
  const law = new Float64Array(width);
  for (const k of indices) law[k] += 1 / indices.length;
  return law;
}

/** The law of the sum of B independent draws, by repeated squaring; positive terms only, so no digit cancels. */
function powerOf(law: Float64Array, batch: number): Float64Array {
  if (batch === 1) return law;
  const half = powerOf(law, Math.floor(batch / 2));
  const square = convolve(half, half);
  return batch % 2 === 0 ? square : convolve(square, law);
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue;
    for (let j = 0; j < b.length; j++) result[i + j] += a[i] * b[j];
  }
  return result;
}

/** The law of the sum of a B-subset: among the first j samples, the last is in a b-subset with probability b/j. */
function subsetLaw(indices: readonly number[], batch: number, points: number): Float64Array {
  const laws = Array.from({ length: batch + 1 }, () => new Float64Array(points));
  laws[0][0] = 1;
  for (const [i, k] of indices.entries()) {
    const j = i + 1;
    for (let b = Math.min(j, batch); b >= Math.max(1, batch - (indices.length - j)); b--) {
      const share = b / j;
      const law = laws[b];
      const without = laws[b - 1];
      for (let s = points - 1; s >= k; s--) law[s] = (1 - share) * law[s] + share * without[s - k];
      for (let s = Math.min(k, points) - 1; s >= 0; s--) law[s] *= 1 - share;
    }
  }
  return laws[batch];
}
