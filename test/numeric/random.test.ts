import { describe, expect, it } from 'vitest';
import { normalDistribution } from '../../src/numeric/quantiles.js';
import { fold, philox, randomStream } from '../../src/numeric/random.js';
import { meanOf, varianceOf } from '../../src/numeric/statistics.js';
import { kolmogorovSmirnov } from './kolmogorovSmirnov.js';

const words = (block: Uint32Array): string[] => [...block].map((word) => word.toString(16).padStart(8, '0'));

describe('Philox4x32-10', () => {
  it('gives the published known answers', () => {
    const all = 0xffffffff;
    expect(words(philox([0, 0, 0, 0], [0, 0]))).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    expect(words(philox([all, all, all, all], [all, all]))).toEqual(['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd']);
    const pi = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
    expect(words(philox(pi, [0xa4093822, 0x299f31d0]))).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
  });
});

describe('a random stream', () => {
  it('depends on nothing but seed and index', () => {
    const draw = (seed: number, index: number): number[] => {
      const stream = randomStream(seed, index);
      return [stream.uint32(), stream.uniform(), stream.normal(), stream.below(7)];
    };
    randomStream(5, 3).normal();
    expect(draw(5, 3)).toEqual(draw(5, 3));
    expect(draw(5, 3)).not.toEqual(draw(5, 4));
    expect(draw(5, 3)).not.toEqual(draw(6, 3));
    expect(draw(2 ** 40 + 5, 3)).not.toEqual(draw(5, 3));
    expect(draw(5, 2 ** 40 + 3)).not.toEqual(draw(5, 3));
  });

  it('draws standard normals (Kolmogorov and Smirnov, mean, variance, fourth moment; seed 11)', () => {
    const stream = randomStream(11, 0);
    const values = Float64Array.from({ length: 40_000 }, () => stream.normal());
    expect(kolmogorovSmirnov(values, normalDistribution).pValue).toBeGreaterThan(1e-3);
    expect(Math.abs(meanOf(values))).toBeLessThan(4 / 200);
    expect(Math.abs(varianceOf(values) - 1)).toBeLessThan((4 * Math.SQRT2) / 200);
    expect(Math.abs(meanOf(values.map((x) => x ** 4)) - 3)).toBeLessThan((4 * Math.sqrt(96)) / 200);
  });

  it('draws uniforms inside (0, 1) and whole numbers evenly', () => {
    const stream = randomStream(12, 0);
    const uniforms = Float64Array.from({ length: 40_000 }, () => stream.uniform());
    expect(kolmogorovSmirnov(uniforms, (x) => x).pValue).toBeGreaterThan(1e-3);
    expect(uniforms.every((x) => x > 0 && x < 1)).toBe(true);
    const counts = new Array(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[stream.below(6)]++;
    const chiSquare = counts.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 0.999 quantile with 5 degrees of freedom
  });

  it('permutes: every order of three is equally likely', () => {
    const stream = randomStream(13, 0);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const key = stream.permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(4 * Math.sqrt(2000));
  });

  it('refuses seeds that are no whole numbers', () => {
    expect(() => randomStream(0.5, 0)).toThrow(RangeError);
    expect(() => randomStream(-1, 0)).toThrow(RangeError);
    expect(() => randomStream(1, 0).below(0)).toThrow(RangeError);
  });

  it('folds seeds into unrelated ones', () => {
    const seeds = new Set(Array.from({ length: 1000 }, (_, i) => fold(1, i)));
    expect(seeds.size).toBe(1000);
    expect(fold(1, 2)).toBe(fold(1, 2));
    expect([...seeds].every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  });

  it('draws every subset equally often', () => {
    const stream = randomStream(3, 0);
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      const key = [...stream.subset(5, 2)].sort().join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // ten subsets, 1000 each; five standard errors are 150
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
