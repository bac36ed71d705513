import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { formBasis } from '../../../src/prediction/certificate/formBasis.js';
import { balancedFamily } from '../../../src/prediction/matrices/balance.js';
import { familyNorm, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { formFunction } from '../../../src/prediction/sphere/formFunction.js';
import { sdeExponentOnSphere } from '../../../src/prediction/sphere/sdeOnSphere.js';
import { solveOnSphere } from '../../../src/prediction/sphere/spherePoisson.js';
import { sphereRule } from '../../../src/prediction/sphere/sphereRule.js';
import { gaussianFamily, shifted } from '../families.js';

/** E u₁^a u₂^b … over the sphere, for even powers: Π (a_i − 1)!! over k (k + 2) … (k + a − 2). */
function monomialMean(powers: readonly number[]): number {
  const total = powers.reduce((sum, x) => sum + x, 0);
  let mean = 1;
  for (const power of powers) for (let n = power - 1; n > 1; n -= 2) mean *= n;
  for (let n = 0; n < total; n += 2) mean /= powers.length + n;
  return mean;
}

describe('rules on the sphere', () => {
  it('are exact for even monomials up to their degree', () => {
    for (const [k, powers] of [
      [3, [4, 2, 6]],
      [3, [0, 12, 0]],
      [4, [2, 2, 4, 4]],
      [4, [0, 0, 0, 10]],
    ] as const) {
      const { directions, weights } = sphereRule(k, 12);
      const found = directions.reduce(
        (sum, u, i) => sum + weights[i] * powers.reduce((x, p, j) => x * u[j] ** p, 1),
        0,
      );
      expect(found).toBeCloseTo(monomialMean(powers), 13);
    }
  });
});

describe('forms over a power of the norm', () => {
  it('have the slope that differences see', () => {
    const stream = randomStream(3, 0);
    const coefficients = Float64Array.from({ length: 15 }, () => stream.normal());
    const phi = formFunction(3, 4, coefficients);
    const [u, v] = [0, 1].map(() => [stream.normal(), stream.normal(), stream.normal()]);
    const unit = (y: readonly number[]): number[] => y.map((x) => x / Math.hypot(...y));
    const at = (s: number): number => phi.valueAt(unit(unit(u).map((x, i) => x + s * v[i])));
    expect(phi.slopeAt(unit(u), v)).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
  });
});

describe('λ on the sphere (theory §4.3)', () => {
  /** Random curvature under noise that turns every plane of two axes alike. */
  const smooth = (k: number, seed: number): LinearFamily => {
    const stream = randomStream(5, seed);
    const planes = Array.from({ length: k }, (_, i) => Array.from({ length: i }, (__, j) => [i, j])).flat();
    const turn = ([p, q]: number[]): number[][] =>
      Array.from({ length: k }, (_, i) =>
        Array.from({ length: k }, (__, j) => (i === p && j === q ? 1 : i === q && j === p ? -1 : 0)),
      );
    const curvature = Array.from({ length: k }, () => Array.from({ length: k }, () => 0.5 * stream.normal()));
    return { curvature, noise: planes.map(turn), learningRate: 1 };
  };

  it('is enclosed, and falls by exactly the shift of H', () => {
    for (const k of [3, 4]) {
      const family = smooth(k, k);
      const [here, there] = [family, shifted(family, 0.7)].map((one) => sdeExponentOnSphere(one, 1));
      expect(here.level).toBe(1);
      expect(here.interval[1] - here.interval[0]).toBeLessThan(1e-3 * familyNorm(family));
      expect(here.value - there.value).toBeCloseTo(0.7, 6);
    }
  });

  it('lies where the residual of a lower degree lets it', () => {
    const family = smooth(3, 8);
    const { value, interval } = sdeExponentOnSphere(family, 1);
    const { evaluate, unknowns } = formBasis(family, 4);
    const rough = solveOnSphere({ size: 3, unknowns, degree: 8, evaluate }, sphereRule(3, 16));
    const residuals = sphereRule(3, 40).directions.map((u) => rough.integrand(u));
    expect(Math.min(...residuals)).toBeLessThan(interval[0]);
    expect(Math.max(...residuals)).toBeGreaterThan(interval[1]);
    expect(Math.abs(rough.value - value)).toBeLessThan(0.05 * familyNorm(family));
  });

  it('is known to 1 % of the norm in 2 s of CPU for nearly all Gaussian families of three coordinates', {
    timeout: 600_000,
  }, () => {
    // time is asked of the full check alone: a pinned sample runs beside other tests
    const isFull = process.env.CHECK_FULL === '1';
    const count = isFull ? 100 : 5;
    let known = 0;
    for (let index = 0; index < count; index++) {
      const family = balancedFamily(gaussianFamily(3, 23, index));
      const before = process.cpuUsage();
      const { interval } = sdeExponentOnSphere(family, 1);
      const { user, system } = process.cpuUsage(before);
      const isInTime = !isFull || user + system <= 2e6;
      if (interval[1] - interval[0] <= 0.02 * familyNorm(family) && isInTime) known++;
    }
    // 98 of 100
    expect(known).toBeGreaterThanOrEqual(0.9 * count);
  });

  it('holds 0 for label noise on a linear unit of two inputs and two outputs, whose directions settle on a cone (theory §8)', () => {
    const pair = (a: number, m: number): number[][] =>
      [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (Math.min(i, j) === a && Math.max(i, j) === 2 + m ? 1 : 0)));
    const noise = [pair(0, 0), pair(0, 1), pair(1, 0), pair(1, 1)];
    const family = { curvature: pair(0, 0).map((row) => row.map(() => 0)), noise, learningRate: 1 / 8 };
    for (const seed of [1, 2, 3]) {
      const { interval } = sdeExponentOnSphere(balancedFamily(family), seed);
      expect(interval[0]).toBeLessThanOrEqual(0);
      expect(interval[1]).toBeGreaterThanOrEqual(0);
      expect(interval[1] - interval[0]).toBeLessThan(0.004);
    }
  });

  it('is known no better than the start is forgotten: fourth powers of a weakly noisy oscillator (Halperin, 4λ₁)', () => {
    const [noisy, binomials] = [0.1, [1, 4, 6, 4, 1].map(Math.sqrt)];
    const entry = (i: number, j: number, up: number, down: number): number =>
      (j === i + 1 ? ((4 - i) * up * binomials[i]) / binomials[j] : 0) +
      (j === i - 1 ? (i * down * binomials[i]) / binomials[j] : 0);
    const matrix = (up: number, down: number): number[][] =>
      Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => entry(i, j, up, down)));
    const noise = matrix(0, noisy);
    const square = noise.map((row) => row.map((_, j) => row.reduce((sum, x, l) => sum + x * noise[l][j], 0)));
    const curvature = matrix(-1, 1).map((row, i) => row.map((x, j) => x - square[i][j] / 2));
    const family = balancedFamily({ curvature, noise: [noise], learningRate: 1 });
    const { interval } = sdeExponentOnSphere(family, 1);
    expect(interval[0]).toBeLessThan(0.00499988283);
    expect(interval[1]).toBeGreaterThan(0.00499988283);
  });
});
