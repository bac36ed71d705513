import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { numericSamples, valuesAtBase } from '../../src/model/constants.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import type { Exponent } from '../../src/prediction/prediction.js';
import { withConstant } from '../../src/prediction/thresholds/axis.js';
import { findThresholds } from '../../src/prediction/thresholds/thresholdSearch.js';
import { deriveSet } from '../../src/symbolic/derive.js';

function modelOf(name: string, constants: Readonly<Record<string, number>> = {}): Model {
  const model = readModel(readFileSync(`test/data/faults/exponents/${name}.yaml`, 'utf8'), name);
  return Object.entries(constants).reduce((one, [constant, value]) => withConstant(one, constant, value), model);
}

function exponentsOf(model: Model) {
  return predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false }).exponents;
}

function expectHeld(exponent: Exponent | null, value: number, uncertainty: number, width: number): void {
  const [low, high] = exponent?.interval ?? [Number.NaN, Number.NaN];
  expect(low - uncertainty).toBeLessThanOrEqual(value);
  expect(high + uncertainty).toBeGreaterThanOrEqual(value);
  expect(high - low).toBeLessThan(width);
}

describe('exponents of weakly coupled planes (theory §6)', () => {
  it.each([
    ['weak-label', { growth: 0.43 }, 0.0681, 0.0021],
    ['weak-label', { growth: 0 }, -0.36423, 0.0021],
    ['patches-1', { delta: 1e-2 }, -0.0892649, 1e-7],
    ['patches-1', { delta: 1e-4 }, -0.1462877, 1e-7],
    ['patches-1', { delta: 1e-6 }, -0.1666661, 1e-7],
    ['susy-pos', { k: 0.001 }, 0.1328, 0.0021],
    ['em_sign', {}, 0.0543, 0.0012],
  ] as const)('%s at %o', (name, constants, value, uncertainty) => {
    expectHeld(exponentsOf(modelOf(name, constants)).eulerMaruyama, value, uncertainty, 3e-4);
  });

  it.each([
    ['susy-pos', { k: 0.001 }, 0.1355940878],
    // L/(L² + π²/4) with L = log(2/k) − γ, up to O(k²)
    ['susy-pos', { k: 1e-5 }, 0.08445206],
    // the ratio of the patches has the density exp(−2δ cosh z), integrated
    ['patches-1', { delta: 1e-6 }, -0.16223178545],
  ] as const)('%s at %o as an SDE', (name, constants, value) => {
    expectHeld(exponentsOf(modelOf(name, constants)).sde, value, 1e-6, 1e-4);
  });

  it('are the same for SGD with as much label noise', () => {
    const { sgd, eulerMaruyama } = exponentsOf(modelOf('weak-label', { growth: 0.43 }));
    expect(sgd?.value).toBeCloseTo(eulerMaruyama?.value ?? 0, 10);
  });
});

describe('exponents in closed form', () => {
  it('two lines that are permuted make λ_SGD exactly 0', () => {
    expectHeld(exponentsOf(modelOf('furstenberg-swap')).sgd, 0, 0, 1e-13);
  });

  it("Polyak's heavy ball contracts at its rate log(9/11) a step", () => {
    expectHeld(exponentsOf(modelOf('polyak')).sgd, Math.log(9 / 11) / (4 / 121), 0, 1e-4);
  });
});

describe('exponents of three coordinates (theory §4.3)', () => {
  it("is Q where Q is constant: Kraichnan's flow", () => {
    expectHeld(exponentsOf(modelOf('kraichnan3')).sde, 3, 0, 1e-9);
  });

  it('are enclosed under isotropic rotation noise, whose directions have the Bingham law', () => {
    for (const [sigma, value] of [
      [1, 0.1734624288645],
      [10, -0.3271196318],
    ]) {
      const { sde } = exponentsOf(modelOf('bingham3', { sigma }));
      expectHeld(sde, value, 1e-10, 2e-4);
      expect(sde?.level).toBe(1);
    }
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
    expectHeld(sde, Math.max(along(2 + Math.sqrt(6)), along(2 - Math.sqrt(6))), 0, 1e-12);
    expect(sde?.method).toBe('closed-form');
    const { eigenDirections } = deriveSet(model, model.sets[0]);
    const values = valuesAtBase(model, model.sets[0].base);
    const derived = eigenDirections?.map(({ exponent }) => Number(evaluate(exponent, values, numericSamples(model))));
    expect(derived?.[0]).toBeCloseTo(along(2 + Math.sqrt(6)), 12);
    expect(derived?.[1]).toBeCloseTo(along(2 - Math.sqrt(6)), 12);
  });
});
