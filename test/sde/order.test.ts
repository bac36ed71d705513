import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { sdeModel } from './models.js';

/** Means over paths of |X_1 − exact| and of X_1 − exact for dX = μX dt + σX dW, both on one Brownian path, h = 2^−level. */
function errorsAt(
  levels: readonly number[],
  { mu, sigma, paths }: { readonly mu: number; readonly sigma: number; readonly paths: number },
): { strong: number[]; weak: number[] } {
  const model = sdeModel({
    constants: `{ mu: ${mu}, sigma: ${sigma} }`,
    potential: undefined,
    drift: '[mu*theta]',
    noise: '[{ kind: explicit, diffusion: [[sigma*theta]] }]',
  });
  const finest = 2 ** Math.max(...levels);
  const steppers = levels.map((level) => compileStepper(model, model.sets[0], 2 ** -level));
  const strong = levels.map(() => 0);
  const weak = levels.map(() => 0);
  const increment = new Float64Array(1);
  const normal = new Float64Array(1);
  for (let path = 0; path < paths; path++) {
    const stream = randomStream(11, path);
    const fine = Float64Array.from({ length: finest }, () => stream.normal() / Math.sqrt(finest));
    const exact = Math.exp(mu - sigma ** 2 / 2 + sigma * fine.reduce((a, b) => a + b));
    levels.forEach((level, l) => {
      const theta = Float64Array.of(1);
      const width = finest / 2 ** level;
      for (let i = 0; i < finest; i += width) {
        let moved = 0;
        for (let j = i; j < i + width; j++) moved += fine[j];
        normal[0] = moved * Math.sqrt(2 ** level);
        steppers[l].increments(theta, normal, Math.abs(theta[0]), increment);
        theta[0] += increment[0];
      }
      strong[l] += Math.abs(theta[0] - exact) / paths;
      weak[l] += (theta[0] - exact) / paths;
    });
  }
  return { strong, weak };
}

/** Orders are read off quartered steps, and may miss by this much. */
const slack = 0.06;

describe('Euler–Maruyama on geometric Brownian motion', () => {
  it('has strong order ½ on every path', () => {
    const { strong } = errorsAt([5, 7, 9], { mu: 0.3, sigma: 1, paths: 1500 });
    for (const i of [0, 1]) expect(Math.abs(Math.log2(strong[i] / strong[i + 1]) / 2 - 0.5)).toBeLessThan(slack);
  });

  it('has weak order 1, and its mean misses by (1 + μh)^{1/h} − e^μ', () => {
    const { weak } = errorsAt([5, 7, 9], { mu: 1.5, sigma: 0.1, paths: 500 });
    for (const i of [0, 1]) expect(Math.abs(Math.log2(weak[i] / weak[i + 1]) / 2 - 1)).toBeLessThan(slack);
    expect(weak[0] / ((1 + 1.5 / 32) ** 32 - Math.exp(1.5))).toBeCloseTo(1, 1);
  });
});
