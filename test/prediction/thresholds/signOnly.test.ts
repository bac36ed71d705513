import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { type ExponentProblem, eulerMaruyamaExponent, sdeExponent } from '../../../src/prediction/exponents.js';
import { exactFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { tailIndex } from '../../../src/prediction/moments/tailIndex.js';
import type { Exponent } from '../../../src/prediction/prediction.js';
import { gaussianFamily, shifted } from '../families.js';

const [casesOfPlane, casesOfSpace] = process.env.CHECK_FULL ? [200, 40] : [8, 2];

function problemOf(size: number, index: number): ExponentProblem {
  // Gaussian families nearly all repel: a shift makes every second one attract
  const family = shifted(gaussianFamily(size, 71, index), (index % 2) * 3 * randomStream(72, index).uniform());
  return { codimension: size, family, exact: exactFamily(family), isExact: true, sgd: null, directions: null, seed: 1 };
}

function signOf({ interval: [low, high] }: Exponent): number {
  return high < 0 ? -1 : low > 0 ? 1 : 0;
}

describe('an exponent of which the sign alone is asked', () => {
  it.each([
    [2, casesOfPlane],
    [3, casesOfSpace],
  ])('has the sign of the sharp one, and an interval that meets its own (k = %i)', (size, cases) => {
    for (let i = 0; i < cases; i++) {
      const problem = problemOf(size, i);
      const signOnly = { ...problem, signOnly: true };
      for (const [sharp, quick] of [
        [sdeExponent(problem), sdeExponent(signOnly)],
        [eulerMaruyamaExponent(problem, 0.01), eulerMaruyamaExponent(signOnly, 0.01)],
      ]) {
        expect(signOf(quick)).toBe(signOf(sharp));
        expect(quick.interval[0]).toBeLessThanOrEqual(sharp.interval[1]);
        expect(quick.interval[1]).toBeGreaterThanOrEqual(sharp.interval[0]);
      }
    }
  });

  it('gives the tail index of a scalar in closed form, p = 2 alpha / c^2', () => {
    const family = { curvature: [[0.5]], noise: [[[1]]], learningRate: 1 };
    const directions = [[1]];
    const problem = {
      codimension: 1,
      family,
      exact: exactFamily(family),
      isExact: true,
      sgd: null,
      directions,
      seed: 1,
    };
    const found = tailIndex(problem, { kind: 'sde' }, sdeExponent(problem));
    expect(found?.value).toBeCloseTo(2, 6);
  });
});
