import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../../src/numeric/random.js';
import { enumerateBatches } from '../../../src/prediction/batches/batchEnumeration.js';
import { fourierLogMultiplier } from '../../../src/prediction/batches/batchFourier.js';
import { findLattice, latticeLogMultiplier } from '../../../src/prediction/batches/batchLattice.js';
import type { BatchMultiplier } from '../../../src/prediction/batches/batchMultiplier.js';
import { meanLogMultiplier } from '../../../src/prediction/batches/batchSums.js';

const everything = 1e9;

/** 1 − η x_i with normal x_i; label noise of the given size. */
function drawn(seed: number, samples: number, spread: number, noise: number, rest: Partial<BatchMultiplier>) {
  const stream = randomStream(seed, samples);
  const values = Array.from({ length: samples }, () => 1 - spread * stream.normal());
  const variances = values.map(() => noise * (0.2 + stream.uniform()));
  return { values, variances, sharedVariance: 0, batch: 1, replacement: true, ...rest };
}

function onGrid(seed: number, samples: number, spread: number, grid: number, rest: Partial<BatchMultiplier>) {
  const multiplier = drawn(seed, samples, spread, 0, rest);
  return { ...multiplier, values: multiplier.values.map((x) => Math.round(x * grid) / grid) };
}

function drawBatch({ values, batch, replacement }: BatchMultiplier, stream: RandomStream): number {
  const taken = new Set<number>();
  let sum = 0;
  for (let drawn = 0; drawn < batch; ) {
    const i = stream.below(values.length);
    if (!replacement && taken.has(i)) continue;
    taken.add(i);
    drawn++;
    sum += values[i];
  }
  return sum / batch;
}

describe('E log|M| from the characteristic function (theory §6)', () => {
  it('equals the enumeration to rounding where label noise makes the law smooth', () => {
    for (const replacement of [true, false])
      for (const spread of [0.1, 0.5, 2, 10])
        for (const sharedVariance of [0, 0.05]) {
          const multiplier = drawn(3, 7, spread, 0.2, { batch: 4, replacement, sharedVariance });
          const exact = enumerateBatches(multiplier, everything);
          const { value, error, level } = fourierLogMultiplier(multiplier, null);
          expect(Math.abs(value - (exact?.value ?? Number.NaN))).toBeLessThan(error + (exact?.error ?? 0));
          expect(error).toBeLessThan(2e-13);
          expect(level).toBe(1);
        }
  });

  it('equals the enumeration to rounding where the multiplier stays away from 0, smooth or not', () => {
    for (const replacement of [true, false]) {
      const multiplier = drawn(4, 6, 0.08, 0, { batch: 4, replacement });
      const exact = enumerateBatches(multiplier, everything);
      const { value, error, level } = fourierLogMultiplier(multiplier, null);
      expect(Math.abs(value - (exact?.value ?? Number.NaN))).toBeLessThan(error);
      expect(error).toBeLessThan(1e-13);
      expect(level).toBe(1);
    }
  });

  it('keeps the error it states for few samples in large steps, where φ does not decay', () => {
    for (let seed = 0; seed < 12; seed++) {
      const multiplier = drawn(seed, 3 + (seed % 4), [0.5, 2, 4][seed % 3], 0, {
        batch: 2 + (seed % 2),
        replacement: seed % 4 > 0,
      });
      const exact = enumerateBatches(multiplier, everything);
      const { value, error, level } = fourierLogMultiplier(multiplier, null);
      expect(Math.abs(value - (exact?.value ?? Number.NaN))).toBeLessThan(error);
      expect(level).toBe(error < 1e-12 ? 1 : 0.999);
    }
  });
});

describe('N = 1000, B = 32, too many batches to list', () => {
  it('on a lattice, with replacement: the sum over lattice points and the characteristic function agree', () => {
    for (const spread of [0.5, 1.5]) {
      const multiplier = onGrid(8, 1000, spread, 25, { batch: 32 });
      const lattice = findLattice(multiplier.values);
      if (lattice === null) throw new Error('no lattice');
      expect(lattice.spacing).toBeCloseTo(0.04, 12);
      const sum = latticeLogMultiplier(multiplier, lattice, everything);
      const fourier = fourierLogMultiplier(multiplier, lattice);
      expect(Math.abs(fourier.value - (sum?.value ?? Number.NaN))).toBeLessThan(fourier.error);
      expect(Math.abs(fourier.value - (sum?.value ?? Number.NaN))).toBeLessThan(1e-9);
      expect(fourier.error).toBeLessThan(1e-4);
      expect(Math.abs(fourier.vanishing - (sum?.vanishing ?? Number.NaN))).toBeLessThan(1e-9);
    }
  });

  it('on a lattice, without replacement: the same', () => {
    const multiplier = onGrid(9, 1000, 1.5, 4, { batch: 32, replacement: false });
    const lattice = findLattice(multiplier.values);
    if (lattice === null) throw new Error('no lattice');
    const sum = latticeLogMultiplier(multiplier, lattice, everything);
    const fourier = fourierLogMultiplier(multiplier, lattice);
    expect(Math.abs(fourier.value - (sum?.value ?? Number.NaN))).toBeLessThan(fourier.error);
    expect(fourier.error).toBeLessThan(1e-3);
  });

  it('off any lattice: a simulation of batches agrees within four standard errors (seed 10)', () => {
    for (const replacement of [true, false]) {
      const multiplier = drawn(10, 1000, 4, 0, { batch: 32, replacement });
      const { value, error, method } = meanLogMultiplier(multiplier);
      const stream = randomStream(10, replacement ? 1 : 2);
      const draws = 30_000;
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < draws; i++) {
        const logarithm = Math.log(Math.abs(drawBatch(multiplier, stream)));
        sum += logarithm;
        squares += logarithm ** 2;
      }
      const mean = sum / draws;
      const standardError = Math.sqrt((squares / draws - mean ** 2) / draws);
      expect(method).toBe('quadrature');
      expect(error).toBeLessThan(1e-6);
      expect(Math.abs(value - mean)).toBeLessThan(4 * standardError);
    }
  });
});

describe('lattices', () => {
  it('are found where they are, and not where they are not', () => {
    expect(findLattice([0.3, 0.5, 1.1])?.spacing).toBeCloseTo(0.2, 14);
    expect(findLattice([1, 1 + 3 / 7, 1 + 5 / 7])?.indices).toEqual([0, 3, 5]);
    expect(findLattice([0, 1, Math.SQRT2])).toBeNull();
    expect(findLattice([2, 2, 2])).toBeNull();
  });

  it('give the mean over all batches', () => {
    for (const replacement of [true, false]) {
      const multiplier = onGrid(12, 6, 1.5, 8, { batch: 3, replacement });
      const lattice = findLattice(multiplier.values);
      if (lattice === null) throw new Error('no lattice');
      const sum = latticeLogMultiplier(multiplier, lattice, everything);
      const exact = enumerateBatches(multiplier, everything);
      expect(sum?.value).toBeCloseTo(exact?.value ?? Number.NaN, 12);
      expect(sum?.vanishing).toBeCloseTo(exact?.vanishing ?? Number.NaN, 13);
    }
  });
});
