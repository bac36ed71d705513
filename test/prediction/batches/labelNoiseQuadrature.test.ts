import { describe, expect, it } from 'vitest';
import { logarithmRounding, meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';

/** E log|m + s ξ| by the trapezoidal rule in t = log|a + ξ|, a = m/s, where the integrand is smooth and decays on both sides. */
function integrated(mean: number, standardDeviation: number): number {
  const a = Math.abs(mean) / standardDeviation;
  const density = (x: number) => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
  const step = 1 / 256;
  let sum = 0;
  for (let t = -42; t < Math.log(a + 12); t += step) {
    const x = Math.exp(t);
    sum += step * t * x * (density(x - a) + density(x + a));
  }
  return Math.log(standardDeviation) + sum;
}

describe('E log|m + s ξ| for Gaussian ξ (theory §6)', () => {
  it('equals the integral, whichever side of the logarithmic singularity the mean is on and right at it', () => {
    for (const mean of [0, 1e-12, 1e-3, -0.1, 0.5, 1, -2, 3, 4.5, 8.9, 9, 9.1, -14, 40])
      expect(meanLogAbsoluteNormal(mean, 1), `m = ${mean}`).toBeCloseTo(integrated(mean, 1), 13);
    for (const [mean, standardDeviation] of [
      [1, 0.3],
      [1, 1e-1],
      [1e-6, 20],
      [-70, 11],
    ])
      expect(meanLogAbsoluteNormal(mean, standardDeviation)).toBeCloseTo(integrated(mean, standardDeviation), 12);
  });

  it('is −(γ + log 2)/2 at m = 0, s = 1', () => {
    expect(meanLogAbsoluteNormal(0, 1)).toBeCloseTo(-(0.5772156649015329 + Math.LN2) / 2, 15);
  });

  it('is even in the mean, scales as a logarithm does, and grows with the mean', () => {
    for (const mean of [0.01, 0.7, 5, 30]) {
      const value = meanLogAbsoluteNormal(mean, 1);
      expect(meanLogAbsoluteNormal(-mean, 1)).toBe(value);
      expect(meanLogAbsoluteNormal(1e5 * mean, 1e5)).toBeCloseTo(value + Math.log(1e5), 12);
      expect(meanLogAbsoluteNormal(1.01 * mean, 1)).toBeGreaterThan(value);
    }
  });

  it('passes from the mixture to the asymptotic series without a step', () => {
    const below = meanLogAbsoluteNormal(9 - 1e-9, 1);
    const above = meanLogAbsoluteNormal(9 + 1e-9, 1);
    const slope = 1 / 9 + 1 / 9 ** 3 + 3 / 9 ** 5;
    expect(Math.abs(above - below - 2e-9 * slope)).toBeLessThan(2 * logarithmRounding * (1 + Math.log(9)));
  });

  it('is log|m| without noise and −∞ where nothing is left', () => {
    expect(meanLogAbsoluteNormal(-3, 0)).toBe(Math.log(3));
    expect(meanLogAbsoluteNormal(3, 1e-12)).toBe(Math.log(3));
    expect(meanLogAbsoluteNormal(0, 0)).toBe(-Infinity);
  });

  it('gives λ_EM of dx = 0.52 x dt + x dW: attracted at h = 0.1 and 0.05 though λ = +0.02 (theory §6)', () => {
    const eulerMaruyama = (h: number) => meanLogAbsoluteNormal(1 + 0.52 * h, Math.sqrt(h)) / h;
    expect(eulerMaruyama(0.1)).toBeCloseTo(-0.042, 3);
    expect(eulerMaruyama(0.05)).toBeCloseTo(-0.003, 3);
    expect(eulerMaruyama(0.02)).toBeCloseTo(0.012, 3);
    expect(eulerMaruyama(1e-5)).toBeCloseTo(0.02, 5);
  });
});
