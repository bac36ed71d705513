import { describe, expect, it } from 'vitest';
import { stepStream, streamState, Xoroshiro } from '../../src/numeric/normalStream.js';
import { normalDistribution } from '../../src/numeric/quantiles.js';
import { layerArea, layers, tailStart, ziggurat } from '../../src/numeric/ziggurat.js';
import { kolmogorovSmirnov } from './kolmogorovSmirnov.js';

const hex = ([low, high]: readonly [number, number]): string =>
  [high, low].map((word) => word.toString(16).padStart(8, '0')).join('');

describe('xoroshiro128++', () => {
  it('gives the words of its authors’ program', () => {
    const generator = new Xoroshiro([1, 0, 2, 0]);
    expect(Array.from({ length: 6 }, () => hex(generator.word()))).toEqual([
      '0000000000060001',
      '000260c000660007',
      '180acc04718606d3',
      '9e226d35036fc4c7',
      '849bc9ac6b960be4',
      '31c5870fc130361b',
    ]);
    const pi = new Xoroshiro([0x85a308d3, 0x243f6a88, 0x03707344, 0x13198a2e]);
    for (let i = 0; i < 1000; i++) pi.word();
    expect(hex(pi.word())).toBe('4fb2cc6151228318');
  });
});

describe('the ziggurat', () => {
  it('has layers of equal area up to the density’s top', () => {
    const { edges, densities } = ziggurat;
    for (let i = 1; i < layers; i++) {
      expect(edges[i] * (densities[i + 1] - densities[i])).toBeCloseTo(layerArea, 14);
    }
    expect(densities[layers]).toBe(1);
  });

  it('has a lowest layer that is as large with its tail', () => {
    const width = 1e-4;
    let tail = 0;
    for (let x = tailStart + width / 2; x < 12; x += width) tail += width * Math.exp((-x * x) / 2);
    expect(tailStart * Math.exp((-tailStart * tailStart) / 2) + tail).toBeCloseTo(layerArea, 11);
  });
});

describe('the normal numbers of a stream', () => {
  it('depend on seed and index alone, and go on from a state', () => {
    const draw = (seed: number, index: number): number[] => {
      const stream = stepStream(seed, index);
      return Array.from({ length: 5 }, () => stream.normal());
    };
    expect(draw(5, 3)).toEqual(draw(5, 3));
    expect(draw(5, 3)).not.toEqual(draw(5, 4));
    expect(draw(6, 3)).not.toEqual(draw(5, 3));
    expect(draw(5, 2 ** 40 + 3)).not.toEqual(draw(5, 3));
    expect([...streamState(5, 3)]).toEqual([...stepStream(5, 3).state()]);
    const stream = stepStream(5, 3);
    stream.normal();
    expect(new Xoroshiro(stream.state()).normal()).toBe(draw(5, 3)[1]);
    expect(() => stepStream(0.5, 0)).toThrow(RangeError);
  });

  it('are standard normal: distribution, moments to the sixth, independence of neighbours (seed 7)', () => {
    const stream = stepStream(7, 0);
    const count = 400_000;
    const values = Float64Array.from({ length: count }, () => stream.normal());
    expect(kolmogorovSmirnov(values, normalDistribution).pValue).toBeGreaterThan(1e-3);
    for (const [power, exact, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10170],
    ]) {
      const mean = values.reduce((sum, x) => sum + x ** power, 0) / count;
      expect(Math.abs(mean - exact)).toBeLessThan(4 * Math.sqrt(variance / count));
    }
    let product = 0;
    for (let i = 1; i < count; i++) product += values[i] * values[i - 1];
    expect(Math.abs(product)).toBeLessThan(4 * Math.sqrt(count));
  });

  it('lie in the tails as often as they should (seed 8)', () => {
    const stream = stepStream(8, 0);
    const count = 1_000_000;
    const limits = [3, tailStart, 4];
    const beyond = limits.map(() => [0, 0]);
    for (let i = 0; i < count; i++) {
      const x = stream.normal();
      limits.forEach((limit, k) => {
        if (Math.abs(x) > limit) beyond[k][x > 0 ? 1 : 0]++;
      });
    }
    limits.forEach((limit, k) => {
      const expected = count * normalDistribution(-limit);
      for (const found of beyond[k]) expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected) + 1);
    });
  });
});
