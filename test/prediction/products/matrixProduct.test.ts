import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../../src/numeric/random.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import { exactFamily, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { productExponent } from '../../../src/prediction/products/matrixProduct.js';
import { eulerMaruyamaSampler } from '../../../src/prediction/products/sgdMatrices.js';
import type { StepSampler } from '../../../src/prediction/products/stepSampler.js';

function sampler(dimension: number, draw: (stream: RandomStream, step: number) => readonly number[]): StepSampler {
  return {
    dimension,
    duration: 1,
    period: 1,
    mean: null,
    draw: (stream, out, step) => out.set(draw(stream, step)),
  };
}

/** Diagonal families turned by an orthogonal matrix; along axis i the chain is the number 1 − h hᵢ + √h Σ_j c_ij ξ_j. */
function turned(diagonals: readonly (readonly number[])[], angle: number): readonly number[][][] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return diagonals.map(([a, b]) => [
    [c * c * a + s * s * b, c * s * (a - b)],
    [c * s * (a - b), s * s * a + c * c * b],
  ]);
}

describe('exponents of random matrix products by simulation', () => {
  it('hold the exponents of a commuting family, the whole spectrum, largest first', () => {
    const [curvature, ...noise] = turned(
      [
        [0.7, -0.4],
        [0.5, 0.9],
        [-0.3, 0.4],
      ],
      0.6,
    );
    const step = 0.1;
    const along = (h: number, square: number) => meanLogAbsoluteNormal(1 - step * h, Math.sqrt(step * square)) / step;
    const exact = [along(0.7, 0.34), along(-0.4, 0.97)].sort((a, b) => b - a);
    const family = { curvature, noise, learningRate: 1 };
    const { value, interval, level, spectrum } = productExponent(() => eulerMaruyamaSampler(family, step), {
      seed: 5,
      budget: 2e5,
      spectrum: true,
      relativeWidth: 0,
    });
    expect(level).toBe(0.999);
    expect(interval[1] - interval[0]).toBeLessThan(0.1);
    expect(spectrum).toHaveLength(2);
    expect(spectrum?.[0].value).toBe(value);
    for (const [c, rate] of exact.entries()) {
      expect(spectrum?.[c].interval[0]).toBeLessThan(rate);
      expect(spectrum?.[c].interval[1]).toBeGreaterThan(rate);
    }
  });

  it('are exact for one matrix, whatever its eigenvectors', () => {
    const { value, interval } = productExponent(() => sampler(2, () => [2, 1, 0, 0.5]), { seed: 1, budget: 1e5 });
    expect(value).toBeCloseTo(Math.LN2, 12);
    expect(interval[1] - interval[0]).toBeLessThan(1e-12);
    expect(interval[0]).toBeLessThanOrEqual(Math.LN2);
    expect(interval[1]).toBeGreaterThanOrEqual(Math.LN2);
  });

  it('add up to E log|det M|', () => {
    const shear = (stream: RandomStream) => [1, stream.normal(), 0, 1];
    const turn = (stream: RandomStream) => (stream.uniform() < 0.5 ? shear(stream) : [0, -3, 1, stream.normal()]);
    const { spectrum } = productExponent(() => sampler(2, turn), { seed: 2, budget: 1e5, spectrum: true });
    const sum = (spectrum ?? []).reduce((total, { value }) => total + value, 0);
    expect(Math.abs(sum - Math.log(3) / 2)).toBeLessThan(0.02);
    expect(spectrum?.[0].value).toBeGreaterThan(spectrum?.[1].value ?? Number.NaN);
  });

  it('of the Euler–Maruyama chain tend to the exponent of the SDE on the circle (theory §5, §6)', () => {
    const families: LinearFamily[] = [
      {
        curvature: [
          [0.3, -0.5],
          [0.8, 0.1],
        ],
        noise: [
          [
            [0.6, 0.2],
            [-0.4, 0.9],
          ],
          [
            [0.1, -0.7],
            [0.3, 0.2],
          ],
        ],
        learningRate: 1,
      },
      {
        curvature: [
          [-0.9, 0.2],
          [0.2, 0.4],
        ],
        noise: [
          [
            [1, 0],
            [0, -1],
          ],
          [
            [0, 1],
            [1, 0],
          ],
        ],
        learningRate: 0.5,
      },
    ];
    const step = 0.004;
    for (const family of families) {
      const { value } = sdeExponentOnCircle(exactFamily(family));
      const { interval } = productExponent(() => eulerMaruyamaSampler(family, step), {
        seed: 3,
        budget: 4e5,
        relativeWidth: 0,
      });
      // the chain's own exponent is off by the order of the step times the square of the norm, about 2
      expect(interval[0] - 4 * step).toBeLessThan(value);
      expect(interval[1] + 4 * step).toBeGreaterThan(value);
      expect(interval[1] - interval[0]).toBeLessThan(0.11);
    }
  });

  it('are covered at least as often as the level says, with E M known or not (400 seeds)', () => {
    // complex numbers: log|1 − h(0.5 − 0.2i) + √h(1 − 0.3i)ξ|, integrated
    const step = 0.1;
    let exact = 0;
    for (let x = -9; x <= 9; x += 1 / 64) {
      const size = Math.hypot(1 - 0.5 * step + Math.sqrt(step) * x, 0.2 * step - 0.3 * Math.sqrt(step) * x);
      exact += (Math.exp((-x * x) / 2) * Math.log(size)) / (64 * step * Math.sqrt(2 * Math.PI));
    }
    const curvature = [
      [0.5, 0.2],
      [-0.2, 0.5],
    ];
    const noise = [
      [
        [1, 0.3],
        [-0.3, 1],
      ],
    ];
    const known = eulerMaruyamaSampler({ curvature, noise, learningRate: 1 }, step);
    for (const one of [known, { ...known, mean: null }]) {
      let missed = 0;
      let sum = 0;
      for (let seed = 1; seed <= 400; seed++) {
        const { value, interval } = productExponent(() => one, { seed, budget: 1280, level: 0.8, relativeWidth: 0 });
        sum += value / 400;
        if (exact < interval[0] || exact > interval[1]) missed++;
      }
      // 80 are expected; 120 would be five deviations
      expect(missed).toBeLessThan(120);
      expect(missed).toBeGreaterThan(10);
      expect(Math.abs(sum - exact)).toBeLessThan(0.03);
    }
  });

  it('stop when the sign is decided, and spend the budget where there is none', () => {
    const symmetric = sampler(1, (stream) => [stream.uniform() < 0.5 ? 2 : 0.5]);
    const undecided = productExponent(() => symmetric, { seed: 4, budget: 1e5 });
    expect(undecided.steps).toBeGreaterThan(9e4);
    expect(undecided.steps).toBeLessThanOrEqual(1e5);
    expect(undecided.interval[0]).toBeLessThan(0);
    expect(undecided.interval[1]).toBeGreaterThan(0);
    const growing = sampler(1, (stream) => [stream.uniform() < 0.9 ? 2 : 0.5]);
    const decided = productExponent(() => growing, { seed: 4, budget: 1e6 });
    expect(decided.steps).toBeLessThan(1e5);
    expect(decided.interval[0]).toBeLessThan(0.8 * Math.LN2);
    expect(decided.interval[1]).toBeGreaterThan(0.8 * Math.LN2);
  });

  it('are −∞ once the product has vanished', () => {
    const { value, interval } = productExponent(
      () => sampler(2, (_, step) => (step === 9 ? [0, 0, 0, 0] : [1, 2, 3, 4])),
      { seed: 1, budget: 1e4 },
    );
    expect(value).toBe(-Infinity);
    expect(interval).toEqual([-Infinity, -Infinity]);
  });

  it('are replayed by the seed', () => {
    const random = sampler(2, (stream) => [stream.normal(), stream.normal(), stream.normal(), stream.normal()]);
    const run = (seed: number) => productExponent(() => random, { seed, budget: 1e4 });
    expect(run(8)).toEqual(run(8));
    expect(run(9).value).not.toBe(run(8).value);
  });

  it('is known no better than the start is forgotten: a slow turn under weak kicks, third powers of the plane', () => {
    const [turn, kick] = [0.01, 0.01];
    const roots = [1, 3, 3, 1].map(Math.sqrt);
    const cubed = ([[a, b], [c, d]]: number[][]): Float64Array => {
      // coefficients of (a y₁ + b y₂)^(3 − j) (c y₁ + d y₂)^j by the power of y₂
      const times = (p: number[], [x, y]: number[]): number[] =>
        [...p, 0].map((v, i) => v * x + (i > 0 ? p[i - 1] * y : 0));
      const rows = [0, 1, 2, 3].map((j) =>
        [0, 1, 2].reduce((p: number[], i) => times(p, i < 3 - j ? [a, b] : [c, d]), [1]),
      );
      return Float64Array.from(rows.flatMap((row, j) => row.map((x, i) => (roots[j] * x) / roots[i])));
    };
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const matrices = [kick, -kick].map((s) =>
      cubed([
        [cos - s * sin, -sin],
        [sin + s * cos, cos],
      ]),
    );
    const samplerOf = (): StepSampler => ({
      dimension: 4,
      duration: 1,
      period: 1,
      mean: null,
      draw: (stream, out) => out.set(matrices[stream.below(2)]),
    });
    for (const seed of [1, 2, 3]) {
      const { interval } = productExponent(samplerOf, { seed, budget: 2 ** 16 });
      // three times the exponent of the plane, 1.25000e-5
      expect(interval[0]).toBeLessThan(3.75e-5);
      expect(interval[1]).toBeGreaterThan(3.75e-5);
    }
  });
});
