import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import type { LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { ProductFrame } from '../../../src/prediction/products/productFrame.js';
import { eulerMaruyamaSampler, sdeSampler } from '../../../src/prediction/products/sgdMatrices.js';
import type { StepSampler } from '../../../src/prediction/products/stepSampler.js';

/** The geometric mean of ||w|² − |v|²| / (|w|² + |v|²), whose tail is heavy, along a path of label noise on a linear unit (theory §8). */
function distanceFromCone(samplerOf: (family: LinearFamily, step: number) => StepSampler, step: number): number {
  const pair = (a: number, m: number): number[][] =>
    [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (Math.min(i, j) === a && Math.max(i, j) === 2 + m ? 1 : 0)));
  const noise = [pair(0, 0), pair(0, 1), pair(1, 0), pair(1, 1)];
  const family = { curvature: pair(0, 0).map((row) => row.map(() => 0)), noise, learningRate: 1 };
  const frame = new ProductFrame(samplerOf(family, step), 1, randomStream(3, 0));
  const steps = 40 / step;
  let sum = 0;
  for (let i = 0; i < 2 * steps; i++) {
    frame.advance();
    const [w1, w2, v1, v2] = frame.direction;
    if (i >= steps) sum += Math.log(Math.abs(w1 ** 2 + w2 ** 2 - v1 ** 2 - v2 ** 2)) / steps;
  }
  return Math.exp(sum);
}

describe('steps of the SDE', () => {
  it('stay nearer than the step to a cone across which noise vanishes, Euler–Maruyama steps as near as its root', () => {
    const orders = [eulerMaruyamaSampler, sdeSampler].map((samplerOf) => {
      const [coarse, fine] = [0.02, 0.00125].map((step) => distanceFromCone(samplerOf, step));
      return Math.log(coarse / fine) / Math.log(16);
    });
    expect(Math.abs(orders[0] - 1 / 2)).toBeLessThan(0.2);
    expect(orders[1]).toBeGreaterThan(1);
  });

  it('have the mean exp(−hH) to second order, and multiply commuting noises as the SDE does', () => {
    const curvature = [
      [1, 2],
      [0.5, -1],
    ];
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const sampler = sdeSampler({ curvature, noise: [identity], learningRate: 1 }, 0.01);
    // E exp(M) = I + (A + σ²/2) h + A² h²/2 with A = −H − σ²/2, of which 2 × 2 entries are stated
    const out = new Float64Array(4);
    const sum = new Float64Array(4);
    const stream = randomStream(8, 0);
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      sampler.draw(stream, out, i);
      for (let l = 0; l < 4; l++) sum[l] += out[l] / draws;
    }
    const four = 4 * Math.sqrt(0.01 / draws);
    for (let l = 0; l < 4; l++) expect(Math.abs(sum[l] - (sampler.mean ?? [])[l])).toBeLessThan(four);
    expect(Math.abs((sampler.mean ?? [])[1] - (-0.02 + 0.5 * 1e-4 * 2 * (2 * 0.5)))).toBeLessThan(1e-12);
  });
});
