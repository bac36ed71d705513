import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { randomStream } from '../../../src/numeric/random.js';
import type { BatchMultiplier } from '../../../src/prediction/batches/batchMultiplier.js';
import { epochLogMultiplier, meanLogMultiplier } from '../../../src/prediction/batches/batchSums.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';

interface ScalarChainReference {
  readonly samples: readonly (readonly [number, number])[];
  readonly values: readonly { readonly eta: number; readonly B: number; readonly sgd_per_time: number }[];
}

const reference: ScalarChainReference = JSON.parse(
  readFileSync(new URL('../../data/reference-values.json', import.meta.url), 'utf8'),
)['M4 scalar chain, minibatch with replacement'];

function noiseless(values: readonly number[], batch: number, replacement: boolean): BatchMultiplier {
  return { values, variances: values.map(() => 0), sharedVariance: 0, batch, replacement };
}

/** Every batch drawn with replacement: all N^B tuples of samples. */
function* tuples(samples: number, batch: number): Generator<number[]> {
  if (batch === 0) yield [];
  else for (const tuple of tuples(samples, batch - 1)) for (let i = 0; i < samples; i++) yield [...tuple, i];
}

/** Every batch of distinct samples: all subsets of size B. */
function* subsets(samples: number, batch: number, from = 0): Generator<number[]> {
  if (batch === 0) yield [];
  else for (let i = from; i < samples; i++) for (const rest of subsets(samples, batch - 1, i + 1)) yield [i, ...rest];
}

/** The mean over equally likely batches, by the definition of a batch's multiplier. */
function listed(multiplier: BatchMultiplier): number {
  const { values, variances, sharedVariance, batch, replacement } = multiplier;
  const batches = [...(replacement ? tuples(values.length, batch) : subsets(values.length, batch))];
  const logarithms = batches.map((drawn) => {
    const mean = drawn.reduce((sum, i) => sum + values[i], 0) / batch;
    const variance = drawn.reduce((sum, i) => sum + variances[i], 0) / batch ** 2 + sharedVariance;
    return meanLogAbsoluteNormal(mean, Math.sqrt(variance));
  });
  return logarithms.reduce((sum, x) => sum + x, 0) / batches.length;
}

describe('one value alone', () => {
  it.each([true, false])('has the logarithm of its own law in a batch of any size (replacement: %s)', (replacement) => {
    const values = Array.from({ length: 4 }, () => 0.75);
    const variances = values.map(() => 0.3);
    const batch = replacement ? 1e9 : 3;
    const mean = meanLogMultiplier({ values, variances, sharedVariance: 0.1, batch, replacement });
    expect(mean.value).toBeCloseTo(meanLogAbsoluteNormal(0.75, Math.sqrt(0.3 / batch + 0.1)), 12);
    expect(mean).toMatchObject({ level: 1 });
  });
});

describe('M4, the scalar linear chain (theory §8)', () => {
  for (const { eta, B, sgd_per_time } of reference.values) {
    it(`λ_SGD/η is the reference value at η = ${eta}, B = ${B}`, () => {
      const exponents = [1, -1].map((sign) => {
        const values = reference.samples.map(([x, y]) => 1 + sign * eta * x * y);
        return meanLogMultiplier(noiseless(values, B, true));
      });
      const { value, error, level, method } = exponents[exponents[0].value > exponents[1].value ? 0 : 1];
      expect(Math.abs(value / eta - sgd_per_time)).toBeLessThan(1e-12);
      expect(error / eta).toBeLessThan(1e-12);
      expect([level, method]).toEqual([1, 'sum']);
    });
  }
});

describe('mean log-multiplier of a batch', () => {
  it('with replacement is the mean over all N^B batches, multiplicities and all', () => {
    for (const [samples, batch] of [
      [2, 9],
      [3, 6],
      [4, 5],
      [7, 3],
      [5, 1],
    ]) {
      const stream = randomStream(61, samples);
      const values = Array.from({ length: samples }, () => 1 - 2 * stream.normal());
      const { value, error, vanishing } = meanLogMultiplier(noiseless(values, batch, true));
      expect(Math.abs(value - listed(noiseless(values, batch, true)))).toBeLessThan(error + 1e-14);
      expect(vanishing).toBe(0);
    }
  });

  it('counts repeated samples as often as they occur', () => {
    const multiplier = noiseless([0.5, -1.7, 0.5, 0.5, 2.1, -1.7], 4, true);
    expect(meanLogMultiplier(multiplier).value).toBeCloseTo(listed(multiplier), 13);
    const distinct = { ...multiplier, replacement: false };
    expect(meanLogMultiplier(distinct).value).toBeCloseTo(listed(distinct), 13);
  });

  it('without replacement is the mean over all subsets, also when most samples are drawn', () => {
    for (const [samples, batch] of [
      [6, 1],
      [6, 2],
      [8, 4],
      [9, 7],
      [7, 6],
      [5, 5],
    ]) {
      const stream = randomStream(62, samples);
      const values = Array.from({ length: samples }, () => 1 - 2 * stream.normal());
      const { value, error } = meanLogMultiplier(noiseless(values, batch, false));
      expect(Math.abs(value - listed(noiseless(values, batch, false)))).toBeLessThan(error + 1e-14);
    }
  });

  it('with label noise is the mean over batches of the Gaussian means', () => {
    for (const replacement of [true, false]) {
      const stream = randomStream(63, 0);
      const values = Array.from({ length: 5 }, () => 1 - stream.normal());
      const variances = values.map(() => 0.3 * stream.uniform());
      const multiplier = { values, variances, sharedVariance: 0.02, batch: 4, replacement };
      const { value, error, method } = meanLogMultiplier(multiplier);
      expect(Math.abs(value - listed(multiplier))).toBeLessThan(error + 1e-14);
      expect(method).toBe('quadrature');
    }
  });

  it('leaves out batches that end on the set at once, and says how likely they are', () => {
    const { value, vanishing } = meanLogMultiplier(noiseless([1 - 10 * 0.1, 3, 0.5], 1, true));
    expect(value).toBeCloseTo((Math.log(3) + Math.log(0.5)) / 2, 14);
    expect(vanishing).toBeCloseTo(1 / 3, 14);
    expect(meanLogMultiplier(noiseless([0, 0], 2, true)).vanishing).toBe(1);
  });

  it('refuses batches that cannot be drawn', () => {
    expect(() => meanLogMultiplier(noiseless([1, 2], 3, false))).toThrow(InputError);
    expect(() => meanLogMultiplier(noiseless([1, 2], 0, true))).toThrow(InputError);
    expect(() => meanLogMultiplier(noiseless([1, 2], 1.5, true))).toThrow(InputError);
  });
});

describe('epochs', () => {
  /** All N! orders of the data, each cut into batches: the mean log-growth of one pass over its number of steps. */
  function overPermutations(values: readonly number[], batch: number): number {
    const steps = Math.ceil(values.length / batch);
    let total = 0;
    let count = 0;
    const visit = (order: readonly number[]): void => {
      if (order.length < values.length) {
        for (let i = 0; i < values.length; i++) if (!order.includes(i)) visit([...order, i]);
        return;
      }
      count++;
      for (let start = 0; start < order.length; start += batch) {
        const drawn = order.slice(start, start + batch);
        total += Math.log(Math.abs(drawn.reduce((sum, i) => sum + values[i], 0) / drawn.length));
      }
    };
    visit([]);
    return total / count / steps;
  }

  it('are the mean over all orders of the data, whether or not B divides N', () => {
    const values = [0.41, -1.3, 2.17, 0.9, -0.6, 1.7];
    for (const batch of [1, 2, 3, 4, 5, 6]) {
      const { value, error } = epochLogMultiplier({ values, variances: values.map(() => 0), sharedVariance: 0, batch });
      expect(Math.abs(value - overPermutations(values, batch)), `B = ${batch}`).toBeLessThan(error + 1e-14);
    }
  });

  it('of single samples grow as batches of one do', () => {
    const values = [0.4, -1.3, 2.1, 0.9];
    const { replacement: _, ...epoch } = noiseless(values, 1, false);
    expect(epochLogMultiplier(epoch).value).toBeCloseTo(meanLogMultiplier(noiseless(values, 1, true)).value, 14);
  });
});
