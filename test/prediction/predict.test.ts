import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dividedBy, rational, toNumber } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { rationalFromText } from '../../src/model/readNumbers.js';
import { sdeExponent } from '../../src/prediction/exponents.js';
import { evaluateLinearisation } from '../../src/prediction/linearisation/evaluatedLinearisation.js';
import { logDistanceRange } from '../../src/prediction/logDistance.js';
import { predict } from '../../src/prediction/predict.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from '../builtin.js';

const reference = JSON.parse(readFileSync(new URL('../data/reference-values.json', import.meta.url), 'utf8')) as Record<
  string,
  { samples: number[][]; zeta?: number; values: Record<string, number>[] }
>;

function predictionOf(model: Model) {
  const derivation = deriveSet(model, model.sets[0]);
  return { derivation, ...predict(model, derivation, { seed: 1 }) };
}

function constant(value: number) {
  return rationalFromText(String(value), 'test');
}

describe('M1, the quartic well', () => {
  it.each([
    ['1.5', 2],
    ['0.7', 1],
    ['2', 3],
  ])('is attractive iff zeta > sqrt(2 mu): mu = %s, zeta = %s', (mu, zeta) => {
    const { derivation, sufficient, exponents } = predictionOf(
      builtin('M1', { mu: rationalFromText(mu, 'test'), zeta: rational(zeta) }),
    );
    const alpha = zeta ** 2 / 2 - Number(mu);
    expect(sufficient.alpha).toBeCloseTo(alpha, 14);
    expect(exponents.sde?.value).toBeCloseTo(-alpha, 14);
    expect(exponents.sgd).toBeNull();
    const threshold = derivation.thresholds.find(({ parameter }) => parameter === 'zeta');
    const value = Number(evaluate(threshold?.expression ?? derivation.set.equations[0], new Map([['mu', Number(mu)]])));
    expect(value).toBeCloseTo(Math.sqrt(2 * Number(mu)), 14);
    expect(threshold?.orientation).toBe('above');
  });
});

describe('M2, the tanh neuron, matches the reference values', () => {
  const { zeta = 1, values } = reference['M2 tanh neuron'];
  it.each(values)('at eta = $eta', ({ eta, lam, supQ, infQ, threshold_eta }) => {
    const model = builtin('M2', { eta: constant(eta), zeta: constant(zeta) });
    const { derivation, sufficient, exponents } = predictionOf(model);
    expect(exponents.sde?.value).toBeCloseTo(lam, 9);
    expect(sufficient.supQ).toBeCloseTo(supQ, 9);
    expect(sufficient.infQ).toBeCloseTo(infQ, 9);
    expect(exponents.sde?.lowest).toBeCloseTo(infQ, 9);
    const threshold = derivation.thresholds.find(({ parameter }) => parameter === 'eta');
    if (model.dynamics.kind === 'sde' || threshold === undefined) throw new Error('no threshold');
    const samples = { names: ['x', 'y'], rows: model.dynamics.data.rows.map((row) => row.map(toNumber)) };
    expect(Number(evaluate(threshold.expression, new Map([['zeta', zeta]]), samples))).toBeCloseTo(threshold_eta, 9);
  });

  // theory §8: full batch, Gaussian label noise
  it.each([
    [3, 0.397],
    [1.9, 0.461],
  ])('and parts from SGD at eta = %d', (eta, exponent) => {
    const { exponents } = predictionOf(builtin('M2', { eta: constant(eta), zeta: rational(1) }));
    expect(exponents.sgd?.value).toBeCloseTo(exponent, 3);
    expect(exponents.sgd?.method).toBe('quadrature');
  });
});

describe('M3, two neurons, matches the reference values', () => {
  const { values } = reference['M3 two neurons, label noise, full batch'];
  it.each(values.filter(({ activation }) => String(activation) === 'tanh'))('at w = $w, a = $a', (row) => {
    const constants = { eta: constant(row.eta), zeta: constant(row.zeta) };
    const model = builtin('M3', constants);
    const base = { w1: row.w, w2: row.w, a1: row.a, a2: row.a } as Record<string, number>;
    const set = {
      ...model.sets[0],
      base: model.parameters.map((name) => ({ kind: 'number' as const, value: constant(base[name]) })),
    };
    const { linearisation } = deriveSet(model, set);
    const evaluated = linearisation && evaluateLinearisation(model, set.base, linearisation);
    if (evaluated === null) throw new Error('nothing to linearise');
    const { infimum, supremum } = logDistanceRange(evaluated.family);
    expect(sdeExponent({ ...evaluated, directions: null, seed: 1 }).value).toBeCloseTo(row.lam, 9);
    expect(supremum).toBeCloseTo(row.supQ, 5);
    expect(infimum).toBeCloseTo(row.infQ, 5);
    expect(linearisation?.baseMoves).toBe(true);
  });
});

describe('M4, the scalar chain, matches the reference values', () => {
  const { values } = reference['M4 scalar chain, minibatch with replacement'];
  it.each(values)('at eta = $eta, batch $B', ({ eta, B, sde, sgd_per_time }) => {
    const model = builtin('M4', { eta: constant(eta) });
    const batched: Model = { ...model, noise: [{ kind: 'minibatch', batch: B, sampling: 'with-replacement' }] };
    const { exponents } = predictionOf(batched);
    expect(exponents.sde?.value).toBeCloseTo(sde, 12);
    expect(exponents.sgd?.value).toBeCloseTo(sgd_per_time, 12);
    expect(exponents.sgd?.method).toBe('sum');
  });
});

describe('a model of the user', () => {
  it('w2*erf(w1*x1*x2) has λ = |a| − c²/2 with σ′(0) = 2/√π and x = x1·x2', () => {
    const rows = [
      [0.7, -1.2, 0.4],
      [1.1, 0.5, -0.8],
      [-0.4, 0.9, 1.3],
      [1.6, 1.2, 0.2],
    ];
    const text = `
name: product neuron
parameters: [w1, w2]
inputs: [x1, x2]
targets: [y]
output: w2*erf(w1*x1*x2)
loss: squared
constants: { eta: 0.3, zeta: 1.7 }
data: { samples: ${JSON.stringify(rows)} }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]
sets: [{ name: dead, equations: [w1, w2] }]
`;
    const slope = 2 / Math.sqrt(Math.PI);
    const mean = (of: (row: number[]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    const a = slope * mean(([x1, x2, y]) => x1 * x2 * y);
    const c2 = 0.3 * 1.7 ** 2 * slope ** 2 * mean(([x1, x2]) => (x1 * x2) ** 2);
    const { exponents, reducible } = predictionOf(readModel(text, 'product neuron'));
    expect(exponents.sde?.value).toBeCloseTo(Math.abs(a) - c2 / 2, 9);
    expect(exponents.sde?.lowest).toBeCloseTo(-Math.abs(a) - c2 / 2, 9);
    expect(reducible).toBe(true);
  });
});

describe('the Euler–Maruyama chain', () => {
  // theory §6: dx = 0.52 x dt + x dW
  it.each([
    ['0.1', -0.042],
    ['0.05', -0.003],
    ['0.02', 0.012],
  ])('at step %s is a process of its own', (dt, exponent) => {
    const model = builtin('M1', { mu: rational(52, 100), zeta: rational(1) });
    const derivation = deriveSet(model, model.sets[0]);
    const { exponents } = predict({ ...model, simulation: { ...model.simulation, dt: Number(dt) } }, derivation, {
      seed: 1,
    });
    expect(exponents.sde?.value).toBeCloseTo(0.02, 14);
    expect(exponents.eulerMaruyama?.value).toBeCloseTo(exponent, 3);
  });
});

describe('what does not apply', () => {
  it('M10 has no invariance, and nothing is predicted', () => {
    const { exponents, sufficient } = predictionOf(builtin('M10'));
    expect(exponents).toEqual({
      sde: null,
      eulerMaruyama: null,
      sgd: null,
      sdeAveraged: null,
      eulerMaruyamaAveraged: null,
      sgdAveraged: null,
      moments: null,
      tailIndex: null,
      spectrum: null,
    });
    expect(sufficient.says).toBe('silent');
  });

  it('M9 has no curvature and so no condition, but exponents in the cones between its kinks', () => {
    const { exponents, sufficient } = predictionOf(builtin('M9'));
    expect(sufficient).toEqual({ supQ: null, infQ: null, alpha: null, says: 'silent' });
    expect(exponents.sde?.interval[1]).toBeLessThan(0);
  });

  it('momentum leaves SGD alone with an exponent', () => {
    const model = builtin('M4');
    if (model.dynamics.kind === 'sde') throw new Error('M4 has data');
    const momentum = { kind: 'number' as const, value: dividedBy(rational(9), rational(10)) };
    const { exponents } = predictionOf({ ...model, dynamics: { ...model.dynamics, momentum } });
    expect(exponents.sde).toBeNull();
    expect(exponents.eulerMaruyama).toBeNull();
    expect(exponents.sgd?.method).toBe('spectral');
    // slow steps: momentum makes the learning rate η/(1 − β), ten times as large
    const [low = 0, high = 0] = exponents.sgd?.interval ?? [];
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(10 * 0.32);
  });

  it('a family without common eigenvectors has all three exponents', () => {
    const { exponents, reducible } = predictionOf(builtin('M3'));
    expect(reducible).toBe(false);
    expect(exponents.sde?.method).toBe('spectral');
    // at η‖H‖ ≈ 0.1 the three processes are near one another
    for (const exponent of [exponents.eulerMaruyama, exponents.sgd]) {
      expect(Math.abs((exponent?.value ?? 0) - (exponents.sde?.value ?? 0))).toBeLessThan(0.03);
    }
  });

  it('codimension 4: two uncoupled pairs have the larger of their two exponents', () => {
    const rows = [
      [1, 0.5, 0.8],
      [-0.5, 1, 0.9],
      [2, -1, -0.3],
      [1.5, 0.3, 1],
    ];
    const text = `
name: two chains
parameters: [u1, v1, u2, v2]
inputs: [x, z]
targets: [y]
output: u1*v1*x + u2*v2*z
loss: squared
constants: { eta: 0.2, zeta: 1 }
data: { samples: ${JSON.stringify(rows)} }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]
sets: [{ name: dead, equations: [u1, v1, u2, v2] }]
`;
    const { exponents, derivation } = predictionOf(readModel(text, 'two chains'));
    const mean = (of: (row: number[]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    const pair = (input: 0 | 1) => ({
      slope: Math.abs(mean((row) => row[input] * row[2])),
      noise: 0.1 * mean((row) => row[input] ** 2),
    });
    const pairs = [pair(0), pair(1)];
    expect(derivation.codimension).toBe(4);
    expect(exponents.sde?.value).toBeCloseTo(Math.max(...pairs.map(({ slope, noise }) => slope - noise)), 12);
    expect(exponents.sde?.lowest).toBeCloseTo(Math.min(...pairs.map(({ slope, noise }) => -slope - noise)), 12);
  });
});

describe('a prediction without a certificate', () => {
  it.each(['M1', 'M2', 'M4'] as const)('of %s is the same in all else', (name) => {
    const model = builtin(name);
    const derivation = deriveSet(model, model.sets[0]);
    const { exponents, ...rest } = predict(model, derivation, { seed: 1 });
    expect(exponents.sde?.certificate).toMatchObject({ claim: expect.stringMatching(/attractive|repelling/) });
    expect(predict(model, derivation, { seed: 1, certify: false })).toEqual({
      ...rest,
      exponents: { ...exponents, sde: { ...exponents.sde, certificate: null } },
    });
  });
});
