import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { numericSamples, valuesAtBase } from '../../src/model/constants.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { openEngines } from '../../src/openEngines.js';
import { predict } from '../../src/prediction/predict.js';
import type { Exponent } from '../../src/prediction/prediction.js';
import { withConstant } from '../../src/prediction/thresholds/axis.js';
import { findThresholds } from '../../src/prediction/thresholds/thresholdSearch.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { verifyModel } from '../../src/verify/verifyModel.js';

function modelOf(name: string, constants: Readonly<Record<string, number>> = {}): Model {
  const model = readModel(readFileSync(`test/data/faults/exponents/${name}.yaml`, 'utf8'), name);
  return Object.entries(constants).reduce((one, [constant, value]) => withConstant(one, constant, value), model);
}

function exponentsOf(model: Model) {
  return predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false }).exponents;
}

type Process = 'sde' | 'eulerMaruyama' | 'sgd' | 'sdeAveraged';

/** What a file is known to say: a value and what it may be off by, and how wide the interval about it may be. */
interface Published {
  readonly file: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly process: Process;
  readonly value: number;
  readonly uncertainty: number;
  readonly width: number;
  /** whether it is asked on every commit, not only on `npm run check:full` */
  readonly always: boolean;
}

const published: readonly Published[] = (
  [
    // four standard errors of long products
    ['weak-label', { growth: 0.43 }, 'eulerMaruyama', 0.0681, 0.0021, 3e-4],
    ['weak-label', { growth: 0.43 }, 'sgd', 0.0681, 0.0021, 3e-4],
    ['weak-label', { growth: 0.43 }, 'sde', 0.0724, 1e-4, 1e-4],
    ['weak-label', { growth: 0 }, 'sgd', -0.36423, 0.0021, 3e-4],
    ['patches-1', { delta: 1e-2 }, 'eulerMaruyama', -0.0892649, 1e-7, 3e-4],
    ['patches-1', { delta: 1e-4 }, 'eulerMaruyama', -0.1462877, 1e-7, 3e-4],
    ['patches-1', { delta: 1e-6 }, 'eulerMaruyama', -0.1666661, 1e-7, 3e-4],
    // the ratio of the patches has the density exp(−2δ cosh z), integrated
    ['patches-1', { delta: 1e-6 }, 'sde', -0.16223178545, 1e-6, 1e-4],
    ['susy-pos', { k: 0.001 }, 'eulerMaruyama', 0.1328, 0.0021, 3e-4],
    ['susy-pos', { k: 0.001 }, 'sde', 0.1355940878, 1e-6, 1e-4],
    // L/(L² + π²/4) with L = log(2/k) − γ, up to O(k²)
    ['susy-pos', { k: 1e-5 }, 'sde', 0.08445206, 1e-6, 1e-4],
    ['em_sign', {}, 'eulerMaruyama', 0.0543, 0.0012, 3e-4],
    ['sir-threshold', {}, 'sdeAveraged', 0.05, 0, 1e-4],
    // the law of the directions is Bingham's
    ['bingham3', { sigma: 1 }, 'sde', 0.1734624288645, 1e-10, 2e-4],
    // the second coordinate in units of its own
    ['bingham3', { sigma: 1, unit: 1e6 }, 'sde', 0.1734624288645, 1e-10, 2e-4],
    ['bingham3', { sigma: 10 }, 'sde', -0.3271196318, 1e-10, 2e-4],
    // Q is constant
    ['kraichnan3', {}, 'sde', 3, 0, 1e-9],
    // two lines are permuted
    ['furstenberg-swap', {}, 'sgd', 0, 0, 1e-13],
    ['polyak', {}, 'sgd', Math.log(9 / 11) / (4 / 121), 0, 1e-4],
    ['verhulst', { lambda: 0 }, 'sde', -0.5, 0, 1e-12],
    // triangular with one number on the diagonal
    ['shear-noise', {}, 'eulerMaruyama', 100 * Math.log(0.99), 1e-12, 1e-4],
    // Newman's (log 2 + ψ(1))/2 for Gaussian matrices; with a mean E log of a noncentral χ²
    ['isotropic-step', {}, 'eulerMaruyama', 0.05796575782920622, 1e-14, 1e-5],
    ['isotropic-step', { c: 1, s: 0.5 }, 'eulerMaruyama', 0.02445025541, 1e-10, 1e-5],
  ] as const
).map(([file, constants, process, value, uncertainty, width]) => ({
  file,
  constants,
  process,
  value,
  uncertainty,
  width,
  always: !(file === 'kraichnan3' || (file === 'bingham3' && constants.sigma === 10)),
}));

function expectHeld(
  exponent: Exponent | null,
  { value, uncertainty, width }: Pick<Published, 'value' | 'uncertainty' | 'width'>,
): void {
  const [low, high] = exponent?.interval ?? [Number.NaN, Number.NaN];
  expect(low - uncertainty).toBeLessThanOrEqual(value);
  expect(high + uncertainty).toBeGreaterThanOrEqual(value);
  expect(high - low).toBeLessThan(width);
}

describe('exponents that others published (theory §4.3, §5, §6)', () => {
  it.each(published.filter(({ always }) => always || process.env.CHECK_FULL))(
    '$file at $constants: $process $value',
    (one) => {
      expectHeld(exponentsOf(modelOf(one.file, one.constants))[one.process], one);
    },
  );

  it('are asked of every file', () => {
    const files = readdirSync('test/data/faults/exponents').map((name) => name.replace('.yaml', ''));
    expect(files.filter((name) => !published.some(({ file }) => file === name))).toEqual([]);
  });

  it('are enclosed for three coordinates', () => {
    expect(exponentsOf(modelOf('bingham3', { sigma: 1 })).sde?.level).toBe(1);
  });

  it('are measured where the drift bends at a base whose linear part has no drift', async () => {
    const engines = openEngines({ threads: 1 });
    const verdicts = await verifyModel(modelOf('verhulst', { lambda: 0 }), engines, { seed: 1 });
    expect(verdicts).toMatchObject([{ outcome: 'agree' }]);
  });

  it('have a critical noise: 1.2928917609 for diag(1, 0, −2)', () => {
    const model = modelOf('bingham3');
    const [{ bracket, attractive }, ...others] = findThresholds(model, model.sets[0], 'sigma', [1, 2], {
      seed: 1,
      looks: 5,
      mostCoefficients: 1,
    });
    expect(others).toEqual([]);
    expect(attractive).toBe('above');
    expect(bracket[0]).toBeLessThan(1.2928917609);
    expect(bracket[1]).toBeGreaterThan(1.2928917609);
    expect(bracket[1] - bracket[0]).toBeLessThan(1e-4);
  });
});

describe('commuting families with irrational eigenvectors (theory §5)', () => {
  it('have the closed form of their irrational eigenvalues, though orthonormal coordinates hold roots', () => {
    // the normal Hessian of each sample is x·K, K = [[4, √2], [√2, 0]] with eigenvalues 2 ± √6
    const model = readModel(
      `
name: rotated
parameters: [p, q, r]
inputs: [x]
targets: [t]
loss: x*((p + q)^2 + (p + q)*r) + 0*t
constants: {}
learningRate: 1/10
data: { samples: [[1, 0], [-2, 0], [4, 0]] }
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
sets: [{ name: line, equations: [p + q, r] }]
`,
      'rotated',
    );
    const { sde } = exponentsOf(model);
    const [mean, variance] = [1, 6];
    const along = (kappa: number): number => -mean * kappa - (0.1 / 2) * variance * kappa ** 2;
    const value = Math.max(along(2 + Math.sqrt(6)), along(2 - Math.sqrt(6)));
    expectHeld(sde, { value, uncertainty: 0, width: 1e-12 });
    expect(sde?.method).toBe('closed-form');
    const { eigenDirections } = deriveSet(model, model.sets[0]);
    const values = valuesAtBase(model, model.sets[0].base);
    const derived = eigenDirections?.map(({ exponent }) => Number(evaluate(exponent, values, numericSamples(model))));
    expect(derived?.[0]).toBeCloseTo(along(2 + Math.sqrt(6)), 12);
    expect(derived?.[1]).toBeCloseTo(along(2 - Math.sqrt(6)), 12);
  });
});
