import { describe, expect, test } from 'vitest';
import { exact } from '../../../src/arithmetic/enclosure.js';
import { fromNumber, toNumber } from '../../../src/arithmetic/rational.js';
import { meanLogNormal } from '../../../src/kernel/claim/meanLogNormal.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';

function bounds(mean: number, variance: number): [number, number] {
  const found = meanLogNormal(exact(fromNumber(mean)), exact(fromNumber(variance)), 96);
  if (found === null) throw new Error('no enclosure');
  return [toNumber(found.lower), toNumber(found.upper)];
}

describe('E log|mu + sigma xi| in rational enclosures', () => {
  test('of a standard normal number is -(gamma + log 2)/2', () => {
    const [low, high] = bounds(0, 1);
    expect(low).toBeCloseTo(-(0.5772156649015329 + Math.LN2) / 2, 14);
    expect(high - low).toBeLessThan(1e-20);
  });

  test('without noise is log|mu|', () => {
    expect(bounds(-3, 0)[0]).toBeCloseTo(Math.log(3), 15);
  });

  test.each([
    [1, 0.01],
    [1, 1],
    [-0.3, 4],
    [0.98, 0.06],
    [2, 0.001],
  ])('mu = %f, sigma^2 = %f: the quadrature of theory §6', (mean, variance) => {
    const [low, high] = bounds(mean, variance);
    const quadrature = meanLogAbsoluteNormal(mean, Math.sqrt(variance));
    expect(Math.abs(quadrature - (low + high) / 2)).toBeLessThan(1e-11);
    expect(low).toBeLessThanOrEqual(high);
  });

  test('noise below a hundredth of the mean is refused rather than summed for ever', () => {
    expect(meanLogNormal(exact(fromNumber(1)), exact(fromNumber(1e-5)), 96)).toBeNull();
  });
});
