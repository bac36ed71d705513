import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { randomStream } from '../../../src/numeric/random.js';
import { epochLogMultiplier, meanLogMultiplier } from '../../../src/prediction/batches/batchSums.js';
import { sgdChain } from '../../../src/prediction/chain/sgdChain.js';
import type { SgdLinearisation } from '../../../src/prediction/linearisation/evaluatedLinearisation.js';
import { sgdStep } from '../../../src/prediction/moments/linearStep.js';
import { productExponent } from '../../../src/prediction/products/matrixProduct.js';
import { eulerMaruyamaSampler, sgdSampler } from '../../../src/prediction/products/sgdMatrices.js';
import type { StepSampler } from '../../../src/prediction/products/stepSampler.js';

const curvatures = [0.9, -0.4, 1.7, 0.3, 2.2];
const outputs = [1.1, -0.6, 0.8, 0.2, -1.3];
const learningRate = 0.8;

const scalar: SgdLinearisation = {
  sampleCurvature: curvatures.map((entry) => [[entry]]),
  regulariserCurvature: [[0.1]],
  outputCurvature: [outputs.map((entry) => [[entry]])],
  learningRate,
  momentum: 0,
  noises: [],
};

const planar: SgdLinearisation = {
  ...scalar,
  sampleCurvature: curvatures.map((entry, i) => [
    [entry, outputs[i]],
    [outputs[i], -0.5 * entry],
  ]),
  regulariserCurvature: [
    [0.1, 0],
    [0, 0.2],
  ],
  outputCurvature: [
    outputs.map((entry) => [
      [entry, 1],
      [1, 0],
    ]),
    outputs.map((entry) => [
      [0.5, 0],
      [0, entry],
    ]),
  ],
};

/** Means and covariance of the entries of M over independent draws. */
function moments(sampler: StepSampler, draws: number, seed: number) {
  const size = sampler.dimension ** 2;
  const out = new Float64Array(size);
  const stream = randomStream(seed, 0);
  const mean = new Float64Array(size);
  const products = Array.from({ length: size }, () => new Float64Array(size));
  for (let step = 0; step < draws; step++) {
    sampler.draw(stream, out, step);
    for (let a = 0; a < size; a++) {
      mean[a] += out[a] / draws;
      for (let b = 0; b < size; b++) products[a][b] += (out[a] * out[b]) / draws;
    }
  }
  return { mean, covariance: products.map((row, a) => Array.from(row, (entry, b) => entry - mean[a] * mean[b])) };
}

function closeTogether(measured: ArrayLike<number>, exact: ArrayLike<number>, tolerance: number): void {
  expect(measured.length).toBe(exact.length);
  for (let a = 0; a < exact.length; a++) expect(Math.abs(measured[a] - exact[a]), `entry ${a}`).toBeLessThan(tolerance);
}

function averaged(matrices: readonly (readonly (readonly number[])[])[]): number[] {
  return matrices[0].flat().map((_, l) => matrices.reduce((sum, one) => sum + one.flat()[l] / matrices.length, 0));
}

describe('steps of SGD as random matrices (theory §6)', () => {
  it('have the mean I − ηH, regulariser included, and the sampler knows it', () => {
    const noises = [{ kind: 'batch', sampling: 'with-replacement', batch: 2, labelNoise: 0.5 }] as const;
    const sampler = sgdSampler({ ...planar, noises });
    const hessian = averaged(planar.sampleCurvature);
    const exact = [
      1 - learningRate * (hessian[0] + 0.1),
      -learningRate * hessian[1],
      -learningRate * hessian[2],
      1 - learningRate * (hessian[3] + 0.2),
    ];
    closeTogether(sampler.mean ?? [], exact, 1e-14);
    closeTogether(moments(sampler, 40_000, 1).mean, exact, 0.03);
    expect(sampler.duration).toBe(learningRate);
  });

  it('have the covariance of theory §2 for every noise model', () => {
    const count = curvatures.length;
    const hessian = averaged(planar.sampleCurvature);
    const batchCovariance = (a: number, b: number) =>
      planar.sampleCurvature.reduce(
        (sum, one) => sum + ((one.flat()[a] - hessian[a]) * (one.flat()[b] - hessian[b])) / count,
        0,
      );
    const labelCovariance = (a: number, b: number) =>
      planar.outputCurvature.flat().reduce((sum, one) => sum + (one.flat()[a] * one.flat()[b]) / count, 0);
    const residualCovariance = (a: number, b: number) =>
      planar.outputCurvature.reduce((sum, one) => sum + averaged(one)[a] * averaged(one)[b], 0);
    const cases: { noises: SgdLinearisation['noises']; exact: (a: number, b: number) => number }[] = [
      {
        noises: [{ kind: 'batch', sampling: 'with-replacement', batch: 2, labelNoise: 0 }],
        exact: (a, b) => batchCovariance(a, b) / 2,
      },
      {
        noises: [{ kind: 'batch', sampling: 'without-replacement', batch: 2, labelNoise: 0 }],
        exact: (a, b) => (batchCovariance(a, b) / 2) * (3 / 4),
      },
      {
        noises: [{ kind: 'batch', sampling: 'with-replacement', batch: 3, labelNoise: 0.7 }],
        exact: (a, b) => (batchCovariance(a, b) + 0.49 * labelCovariance(a, b)) / 3,
      },
      {
        noises: [{ kind: 'batch', sampling: 'without-replacement', batch: 5, labelNoise: 0.7 }],
        exact: (a, b) => (0.49 * labelCovariance(a, b)) / 5,
      },
      {
        noises: [{ kind: 'fullBatchLabel', labelNoise: 0.7 }],
        exact: (a, b) => (0.49 * labelCovariance(a, b)) / 5,
      },
      {
        noises: [{ kind: 'residual', std: 0.7 }],
        exact: (a, b) => 0.49 * residualCovariance(a, b),
      },
      {
        noises: [
          { kind: 'residual', std: 0.7 },
          { kind: 'batch', sampling: 'with-replacement', batch: 2, labelNoise: 0 },
          { kind: 'batch', sampling: 'without-replacement', batch: 1, labelNoise: 0 },
        ],
        exact: (a, b) => 0.49 * residualCovariance(a, b) + 1.5 * batchCovariance(a, b),
      },
    ];
    for (const { noises, exact } of cases) {
      const { covariance } = moments(sgdSampler({ ...planar, noises }), 40_000, 2);
      for (let a = 0; a < 4; a++)
        closeTogether(
          covariance[a],
          [0, 1, 2, 3].map((b) => learningRate ** 2 * exact(a, b)),
          0.03,
        );
    }
  });

  it('in one dimension grow as the finite sums say, sampled with and without replacement and in epochs', () => {
    const values = curvatures.map((entry) => 1 - learningRate * (entry + 0.1));
    const variances = outputs.map((entry) => (learningRate * 0.3 * entry) ** 2);
    const multiplier = { values, variances, sharedVariance: 0, batch: 2 };
    const exact = {
      'with-replacement': meanLogMultiplier({ ...multiplier, replacement: true }).value,
      'without-replacement': meanLogMultiplier({ ...multiplier, replacement: false }).value,
      epochs: epochLogMultiplier(multiplier).value,
    };
    for (const sampling of ['with-replacement', 'without-replacement', 'epochs'] as const) {
      const noises = [{ kind: 'batch', sampling, batch: 2, labelNoise: 0.3 }] as const;
      const { interval } = productExponent(() => sgdSampler({ ...scalar, noises }), {
        seed: 6,
        budget: 1e5,
        relativeWidth: 0,
      });
      expect(interval[0] * learningRate).toBeLessThan(exact[sampling]);
      expect(interval[1] * learningRate).toBeGreaterThan(exact[sampling]);
      expect((interval[1] - interval[0]) * learningRate).toBeLessThan(0.06);
    }
  });

  it('of an epoch use every sample once a pass, the rest of the data in a smaller last batch', () => {
    const noises = [{ kind: 'batch', sampling: 'epochs', batch: 2, labelNoise: 0 }] as const;
    const sampler = sgdSampler({ ...scalar, noises });
    expect(sampler.period).toBe(3);
    expect(sampler.mean).toBeNull();
    const stream = randomStream(7, 0);
    const out = new Float64Array(1);
    const drawn: number[] = [];
    for (let step = 0; step < 30; step++) {
      sampler.draw(stream, out, step);
      drawn.push((1 - out[0]) / learningRate - 0.1);
    }
    const total = curvatures.reduce((sum, x) => sum + x, 0);
    for (let pass = 0; pass < 10; pass++) {
      const [first, second, last] = drawn.slice(3 * pass, 3 * pass + 3);
      expect(2 * first + 2 * second + last).toBeCloseTo(total, 12);
      expect(curvatures.some((x) => Math.abs(x - last) < 1e-12)).toBe(true);
    }
  });

  it('with momentum follow v ← βv − ηĤy, y ← y + v', () => {
    const momentum = 0.9;
    const sampler = sgdSampler({ ...planar, momentum });
    expect(sampler.dimension).toBe(4);
    const hessian = averaged(planar.sampleCurvature).map((entry, l) => entry + [0.1, 0, 0, 0.2][l]);
    const [y, v] = [
      [0.3, -1.2],
      [0.5, 0.7],
    ];
    const velocity = v.map(
      (entry, i) => momentum * entry - learningRate * (hessian[2 * i] * y[0] + hessian[2 * i + 1] * y[1]),
    );
    const position = y.map((entry, i) => entry + velocity[i]);
    const out = new Float64Array(16);
    sampler.draw(randomStream(1, 0), out, 0);
    const state = [...y, ...v];
    const next = [0, 1, 2, 3].map((i) => state.reduce((sum, entry, j) => sum + out[4 * i + j] * entry, 0));
    closeTogether(next, [...position, ...velocity], 1e-13);
  });

  it.each([
    ['of Nesterov', { nesterov: true }],
    ['beside a decay', { decoupledDecay: 0.7 }],
    ['of Nesterov beside a decay', { nesterov: true, decoupledDecay: 0.7 }],
  ])('with momentum %s follow the rule, in all three forms of the step', (_, more) => {
    const momentum = 0.9;
    const { nesterov = false, decoupledDecay = 0 } = more as { nesterov?: boolean; decoupledDecay?: number };
    const sgd = { ...planar, ...more, momentum };
    const out = new Float64Array(16);
    sgdSampler(sgd).draw(randomStream(1, 1), out, 0);
    const chain = sgdChain(sgd)?.components[0].mean.flat() ?? [];
    const step = sgdStep(sgd)?.mean.flat() ?? [];
    const { learningRate } = planar;
    const hessian = [0, 1].map((l) =>
      [0, 1].map(
        (m) =>
          planar.sampleCurvature.reduce((sum, one) => sum + one[l][m], 0) / planar.sampleCurvature.length +
          planar.regulariserCurvature[l][m],
      ),
    );
    for (const unit of [0, 1, 2, 3]) {
      const [y, v] = [[0, 1].map((i) => Number(i === unit)), [0, 1].map((i) => Number(i + 2 === unit))];
      const push = hessian.map((row) => -learningRate * (row[0] * y[0] + row[1] * y[1]));
      const speed = v.map((one, i) => momentum * one + push[i]);
      const moved = y.map(
        (one, i) => (1 - learningRate * decoupledDecay) * one + (nesterov ? momentum * speed[i] + push[i] : speed[i]),
      );
      for (const [i, value] of [...moved, ...speed].entries()) {
        for (const matrix of [out, chain, step]) expect(matrix[4 * i + unit]).toBeCloseTo(value, 12);
      }
    }
  });

  it('with momentum and no noise grow at the rate of the largest root of μ² − (1 + β − ηh)μ + β', () => {
    const hessian = curvatures.reduce((sum, x) => sum + x / 5, 0) + 0.1;
    const { value } = productExponent(() => sgdSampler({ ...scalar, learningRate: 0.02, momentum: 0.5 }), {
      seed: 1,
      budget: 1e5,
    });
    const trace = 1.5 - 0.02 * hessian;
    const root = (trace + Math.sqrt(trace ** 2 - 2)) / 2;
    expect(value).toBeCloseTo(Math.log(root) / 0.02, 6);
  });

  it('cannot hold more distinct samples than there are', () => {
    const noises = [{ kind: 'batch', sampling: 'without-replacement', batch: 6, labelNoise: 0 }] as const;
    expect(() => sgdSampler({ ...scalar, noises })).toThrow(InputError);
  });
});

describe('steps of the Euler–Maruyama chain', () => {
  it('have mean I − hH and covariance hη Σ vec C_j vec C_jᵀ, however many noise matrices there are', () => {
    const stream = randomStream(11, 0);
    const noise = Array.from({ length: 40 }, () => [
      [stream.normal(), stream.normal()],
      [stream.normal(), 0],
    ]);
    const family = {
      curvature: [
        [1, 2],
        [3, 4],
      ],
      noise,
      learningRate: 0.05,
    };
    const sampler = eulerMaruyamaSampler(family, 0.1);
    const { covariance } = moments(sampler, 40_000, 3);
    closeTogether(sampler.mean ?? [], [0.9, -0.2, -0.3, 0.6], 1e-15);
    for (let a = 0; a < 4; a++) {
      const exact = [0, 1, 2, 3].map((b) =>
        noise.reduce((sum, matrix) => sum + 0.005 * matrix.flat()[a] * matrix.flat()[b], 0),
      );
      closeTogether(covariance[a], exact, 0.01);
    }
  });
});
