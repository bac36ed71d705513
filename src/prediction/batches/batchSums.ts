import { enumerateBatches } from './batchEnumeration.js';
import { fourierLogMultiplier } from './batchFourier.js';
import { findLattice, latticeLogMultiplier } from './batchLattice.js';
import type { BatchMultiplier, LogMultiplier } from './batchMultiplier.js';

/**
 * E log|multiplier| of one step with batches drawn afresh: as a finite sum where that is cheap (distinct compositions,
 * or lattice points), else from the characteristic function (theory §6).
 *
 * @throws InputError for a batch that cannot be drawn
 */
export function meanLogMultiplier(multiplier: BatchMultiplier): LogMultiplier {
  const gaussian = multiplier.sharedVariance > 0 || multiplier.variances.some((v) => v > 0);
  const listed = enumerateBatches(multiplier, gaussian ? affordableGaussians : affordableLogarithms);
  if (listed !== null) return gaussian ? { ...listed, method: 'quadrature' } : listed;
  const lattice = gaussian ? null : findLattice(multiplier.values);
  const convolved = lattice === null ? null : latticeLogMultiplier(multiplier, lattice, affordableProducts);
  return convolved ?? fourierLogMultiplier(multiplier, lattice);
}

/**
 * E log|multiplier| per step when each pass over the data is a fresh permutation cut into batches (`sampling: epochs`).
 *
 * Steps of one pass are dependent, but for k = 1 the logarithm of the pass's product is the sum of its steps'
 * logarithms, and the mean of a sum needs only the law of each batch alone. By symmetry every full batch of a uniform
 * permutation is a uniform B-subset, and the last one, of r = N mod B samples when B does not divide N, a uniform
 * r-subset. So the growth of one pass is ⌊N/B⌋ E_B + [r > 0] E_r, E_b the value without replacement, over ⌈N/B⌉ steps.
 */
export function epochLogMultiplier(multiplier: Omit<BatchMultiplier, 'replacement'>): LogMultiplier {
  const samples = multiplier.values.length;
  const full = meanLogMultiplier({ ...multiplier, replacement: false });
  const rest = samples % multiplier.batch;
  if (rest === 0) return full;
  const last = meanLogMultiplier({ ...multiplier, batch: rest, replacement: false });
  const fullSteps = Math.floor(samples / multiplier.batch);
  const average = (ofFull: number, ofLast: number) => (fullSteps * ofFull + ofLast) / (fullSteps + 1);
  return {
    value: average(full.value, last.value),
    error: average(full.error, last.error),
    level: Math.min(full.level, last.level),
    method: full.method === 'sum' && last.method === 'sum' ? 'sum' : 'quadrature',
    vanishing: average(full.vanishing, last.vanishing),
  };
}

/** 10 ms each: so many terms are summed one by one. */
const affordableLogarithms = 2e5;
const affordableGaussians = 2e4;
const affordableProducts = 3e7;
