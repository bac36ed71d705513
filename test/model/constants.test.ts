import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { finitePopulationFactor } from '../../src/model/constants.js';

/** The mean over all subsets of a size of the square of the subset's mean. */
function meanSquare(values: readonly number[], size: number): number {
  const subsets = Array.from({ length: 2 ** values.length }, (_, mask) =>
    values.filter((_value, i) => (mask >> i) % 2 === 1),
  ).filter(({ length }) => length === size);
  return subsets.reduce((sum, part) => sum + (part.reduce((a, b) => a + b, 0) / size) ** 2, 0) / subsets.length;
}

describe('the mean of B distinct samples of N has covariance (N − B)/(N − 1) times that of B draws (theory §2)', () => {
  test.each([1, 2, 3, 5])('N = %i', (samples) => {
    const values = Array.from({ length: samples }, (_, i) => 2 * i + 1 - samples);
    const variance = values.reduce((sum, x) => sum + x * x, 0) / samples;
    for (let batch = 1; batch <= samples; batch++) {
      const factor = toNumber(finitePopulationFactor('without-replacement', batch, samples));
      expect((factor * variance) / batch).toBeCloseTo(meanSquare(values, batch), 12);
    }
  });

  test('so that nothing is left of the noise at B = N, one sample among them', () => {
    for (const samples of [1, 2, 7]) {
      expect(toNumber(finitePopulationFactor('epochs', samples, samples))).toBe(0);
      expect(toNumber(finitePopulationFactor('with-replacement', samples, samples))).toBe(1);
    }
  });
});
