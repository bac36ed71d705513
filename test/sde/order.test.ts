import { describe, expect, it } from 'vitest';
import type { SchemeName } from '../../src/model/model.js';
import { stepStream } from '../../src/numeric/normalStream.js';
import { studentQuantile } from '../../src/numeric/quantiles.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { oneNoise } from './models.js';

/** A scalar SDE from `start` whose value at t = 1 is known from W_1. */
interface Solved {
  readonly drift: string;
  readonly diffusion: string;
  readonly start: number;
  readonly exact: (endOfPath: number) => number;
}

const geometric = (mu: number, sigma: number): Solved => ({
  drift: `[${mu}*x]`,
  diffusion: `[[${sigma}*x]]`,
  start: 1,
  exact: (w) => Math.exp(mu - sigma ** 2 / 2 + sigma * w),
});

/** dx = (x/2 + √(x² + 1)) dt + √(x² + 1) dW has x = sinh(t + W_t + arsinh x_0) (Kloeden and Platen, 4.4.40). */
const hyperbolic: Solved = {
  drift: '[x/2 + sqrt(x^2 + 1)]',
  diffusion: '[[sqrt(x^2 + 1)]]',
  start: 0.5,
  exact: (w) => Math.sinh(1 + w + Math.asinh(0.5)),
};

/** log(x/(1 − x)) = 2t + W_t + log(x_0/(1 − x_0)): drift ½bb′ + 2b with b = x(1 − x). */
const logistic: Solved = {
  drift: '[x*(1 - x)*(1 - 2*x)/2 + 2*x*(1 - x)]',
  diffusion: '[[x*(1 - x)]]',
  start: 0.2,
  exact: (w) => 1 / (1 + 4 * Math.exp(-2 - w)),
};

/** Means over paths of |x_1 − exact| and of x_1 − exact, by log₂ of the number of steps; all on the same paths. */
function errors(scheme: SchemeName, solved: Solved, levels: readonly number[], paths: number, seed: number) {
  const model = oneNoise(scheme, solved.drift, solved.diffusion);
  const finest = 2 ** Math.max(...levels);
  const steppers = levels.map((level) => compileStepper(model, model.sets[0], 2 ** -level));
  const strong = levels.map(() => 0);
  const weak = levels.map(() => 0);
  const [theta, normal, increment] = [0, 0, 0].map(() => new Float64Array(1));
  for (let path = 0; path < paths; path++) {
    const stream = stepStream(seed, path);
    const fine = Float64Array.from({ length: finest }, () => stream.normal() / Math.sqrt(finest));
    const end = solved.exact(fine.reduce((a, b) => a + b));
    for (const [l, level] of levels.entries()) {
      theta[0] = solved.start;
      const width = finest / 2 ** level;
      for (let i = 0; i < finest; i += width) {
        let moved = 0;
        for (let j = i; j < i + width; j++) moved += fine[j];
        normal[0] = moved * Math.sqrt(2 ** level);
        steppers[l].increments(theta, normal, Math.abs(theta[0]), increment);
        theta[0] += increment[0];
      }
      strong[l] += Math.abs(theta[0] - end) / paths;
      weak[l] += (theta[0] - end) / paths;
    }
  }
  return { strong, weak };
}

/**
 * The order p of errors C h^p (1 + O(h)): least squares of log |error| in log h, and where `bends` in h too; its mean over
 * eight batches of paths and Student's interval at 99.9 %.
 */
function order(levels: readonly number[], bends: boolean, errorsOf: (seed: number) => number[]) {
  const centred = (values: readonly number[]) => values.map((v) => v - values.reduce((a, b) => a + b) / values.length);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, v, i) => total + v * b[i], 0);
  const step = centred(levels.map((level) => 2 ** -level));
  const slope = centred(levels);
  const part = bends ? dot(slope, step) / dot(step, step) : 0;
  const own = slope.map((v, i) => v - part * step[i]);
  const batches = 8;
  const orders = Array.from({ length: batches }, (_, batch) => {
    const logarithms = errorsOf(100 + batch).map((error) => Math.log2(Math.abs(error)));
    return -dot(own, logarithms) / dot(own, slope);
  });
  const mean = orders.reduce((a, b) => a + b) / batches;
  const deviation = Math.sqrt(orders.reduce((total, one) => total + (one - mean) ** 2, 0) / (batches - 1));
  const half = (studentQuantile(0.9995, batches - 1) * deviation) / Math.sqrt(batches);
  return { low: mean - half, high: mean + half };
}

const paths = process.env.CHECK_FULL === undefined ? 100 : 1000;

describe('the strong order, by regression over 64 to 1024 steps', () => {
  it.each([
    ['euler-maruyama', geometric(0.3, 1), 0.5],
    ['euler-maruyama', hyperbolic, 0.5],
    ['milstein', geometric(0.3, 1), 1],
    ['milstein', hyperbolic, 1],
  ] as const)('of %s', (scheme, solved, exact) => {
    const levels = [6, 7, 8, 9, 10];
    const { low, high } = order(levels, false, (seed) => errors(scheme, solved, levels, paths, seed).strong);
    expect(high - low).toBeLessThan(0.35);
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
  });

  it('of the exponential step is none on geometric Brownian motion: it is exact', () => {
    const { strong } = errors('exponential', geometric(0.3, 1), [6, 8, 10], 50, 1);
    for (const error of strong) expect(error).toBeLessThan(2 ** -44);
  });
});

describe('the weak order, by regression over 8 to 128 steps', () => {
  it.each([
    ['euler-maruyama', geometric(1.5, 0.5)],
    ['milstein', hyperbolic],
    ['exponential', logistic],
  ] as const)('of %s is 1', (scheme, solved) => {
    const levels = [3, 4, 5, 6, 7];
    const { low, high } = order(levels, true, (seed) => errors(scheme, solved, levels, 6 * paths, seed).weak);
    expect(high - low).toBeLessThan(0.7);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
  });

  it('of Euler–Maruyama is that of its mean on geometric Brownian motion, (1 + μh)^{1/h} against e^μ', () => {
    const [error] = errors('euler-maruyama', geometric(1.5, 0.1), [5], 500, 11).weak;
    expect(error / ((1 + 1.5 / 32) ** 32 - Math.exp(1.5))).toBeCloseTo(1, 1);
  });
});
