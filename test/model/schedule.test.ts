import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { learningRateValue } from '../../src/model/constants.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { paceOf, piecesOf } from '../../src/model/schedule.js';
import { predict } from '../../src/prediction/predict.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { modelText, tanhNeuron } from './modelTexts.js';

const scheduled = (learningRate: string, horizon = 100, set: Record<string, number> = {}): Model =>
  readModel(modelText(tanhNeuron, { learningRate, simulate: `{ horizon: ${horizon} }` }), 'model.yaml', { set });
const pace = (model: Model) => paceOf(model, model.dynamics as LossDynamics);
const steps = '{ schedule: [{ until: 40, rate: eta }, { rate: eta/5 }] }';

describe('a learning rate in steps', () => {
  test('is cut into pieces of one rate, whose times add up to the horizon', () => {
    const pieces = piecesOf(scheduled(steps));
    expect(pieces.map(({ name }) => name)).toEqual(['neuron, steps 0 to 40', 'neuron, steps 40 to 840']);
    expect(pieces.map(learningRateValue)).toEqual([0.5, 0.1]);
    expect(pieces.map(({ simulation }) => simulation.horizon)).toEqual([20, expect.closeTo(80, 9)]);
  });

  test('is read as its last piece, on which a run ends', () => {
    const model = scheduled(steps);
    expect(learningRateValue(model)).toBe(0.1);
    expect([39, 40].map(pace(model).rate)).toEqual([0.5, 0.1]);
    expect(pace(model)).toMatchObject({ from: 40, until: 840 });
  });

  test('takes its rates from the constants', () => {
    expect(piecesOf(scheduled(steps, 100, { eta: 1 })).map(learningRateValue)).toEqual([1, 0.2]);
  });

  test('ends at the horizon, whatever would come after it', () => {
    expect(piecesOf(scheduled(steps, 10)).map(({ name }) => name)).toEqual(['neuron, steps 0 to 20']);
  });

  test('is written as it was read', () => {
    const model = scheduled(steps);
    expect(readModel(printModelFile(model), 'printed.yaml')).toEqual(model);
  });
});

describe('a learning rate that changes from step to step', () => {
  const cosine = 'eta/2*(1 + cos(pi*t/400))';

  test('has the drift and the noise of its steps on every stretch', () => {
    for (const piece of piecesOf(scheduled(cosine, 50))) {
      const { from, until, rate } = pace(piece);
      const rates = Array.from({ length: until - from }, (_, i) => rate(from + i));
      const total = rates.reduce((sum, eta) => sum + eta, 0);
      const squares = rates.reduce((sum, eta) => sum + eta * eta, 0);
      expect(piece.simulation.horizon).toBeCloseTo(total, 9);
      expect(learningRateValue(piece)).toBeCloseTo(squares / total, 4);
    }
  });

  test('may begin at 0, as a warm-up does', () => {
    const warm = scheduled('{ schedule: [{ until: 10, rate: eta*t/10 }, { rate: eta }] }');
    expect([0, 5, 10, 11].map(pace(warm).rate)).toEqual([0, 0.25, 0.5, 0.5]);
  });

  test.each([
    ['eta - t/10', /the learning rate is -0.1\d* at step 6/],
    ['eta*exp(-t)', /does not come to its horizon, 100/],
    ['{ schedule: [{ rate: eta }, { rate: eta/2 }] }', /the rate before ends at the horizon/],
    ['{ schedule: [{ until: 5, rate: eta }, { until: 5, rate: eta/2 }] }', /the rate before ends at step 5/],
  ])('%s is refused with a reason', (learningRate, reason) => {
    expect(() => scheduled(learningRate)).toThrow(InputError);
    expect(() => scheduled(learningRate)).toThrow(reason);
  });
});

/** A mode that label noise kills at the first rate and that grows at the second. */
const mode = `
name: mode
parameters: [u, v]
inputs: [x]
targets: [y]
output: u*v*x
loss: squared
constants: { eta: 0.05 }
data: { samples: [[1, 1]] }
learningRate: { schedule: [{ until: 400, rate: eta }, { rate: eta/5 }] }
noise: [{ kind: residual, std: 8 }]
sets: [{ name: dead, equations: [u, v] }]
simulate: { horizon: 28, dt: 0.02, trajectories: 100, init: { normal: 0.01 }, epsilon: 0.001 }
`;

describe('each piece of a schedule', () => {
  test('is measured at its own rate, SDE and SGD, and begins where the one before it ended', async () => {
    const pieces = piecesOf(readModel(mode, 'mode.yaml'));
    const found = await Promise.all(
      pieces.map(async (piece) => {
        const [set] = piece.sets;
        const prediction = await predict(piece, deriveSet(piece, set), { seed: 1, certify: false });
        const sde = await simulateEnsemble(piece, set, { seed: 1, threads: 1 });
        const sgd = await trainEnsemble(piece, set, { seed: 1, backend: 'float64' });
        return { exponents: prediction.exponents, sde, sgd };
      }),
    );
    for (const { exponents, sde, sgd } of found) {
      for (const [measured, predicted] of [
        [sde, exponents.eulerMaruyama],
        [sgd, exponents.sgd],
      ] as const) {
        const [low, high] = measured?.exponent?.interval ?? [1, 0];
        expect(low).toBeLessThanOrEqual(predicted?.interval[1] ?? Number.NaN);
        expect(high).toBeGreaterThanOrEqual(predicted?.interval[0] ?? Number.NaN);
      }
    }
    const [first, last] = found;
    expect(first.exponents.sgd?.value).toBeLessThan(-0.3);
    expect(last.exponents.sgd?.value).toBeGreaterThan(0.3);
    // the first piece ends at t = 20, where the second begins
    for (const process of ['sde', 'sgd'] as const) {
      const [end, start] = [first[process]?.series.at(-1), last[process]?.series[0]];
      expect(start?.t).toBeCloseTo(20, 9);
      expect(start?.median).toBeCloseTo(end?.median ?? Number.NaN, process === 'sgd' ? 9 : 0);
    }
  });
});
