import { expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { readModel } from '../../src/model/readModel.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { builtin } from '../builtin.js';
import { describeBackends } from './backends.js';

describeBackends('an ensemble of SGD', (opened) => {
  const train = (model: ReturnType<typeof builtin>, seed = 1) =>
    trainEnsemble(model, model.sets[0], { seed, backend: opened() });

  // theory §8, M4: λ_SGD of the reference values, per unit of t
  it.each([
    [rational(1, 20), 0.2916259006279133],
    [rational(1, 2), 0.1422604154945565],
    [rational(17, 10), 0.10115468899963936],
  ])('measures the exponent of a product of random matrices (M4, eta = %o)', async (eta, exponent) => {
    const evidence = await train(builtin('M4', { eta }));
    const [low, high] = evidence?.exponent?.interval ?? [0, 0];
    expect(low).toBeLessThan(exponent);
    expect(high).toBeGreaterThan(exponent);
    expect(high - low).toBeLessThan(0.15);
  });

  it('an attractive set gathers the replicas, a repelling one loses them', async () => {
    const attracted = await train(builtin('M6'));
    const repelled = await train(builtin('M4'));
    expect(attracted?.fraction.interval[0]).toBeGreaterThan(0.8);
    expect(repelled?.fraction.interval[1]).toBeLessThan(0.2);
  });

  it('is the same again from the same seed, and another from another', async () => {
    const [one, same, other] = [await train(builtin('M4')), await train(builtin('M4')), await train(builtin('M4'), 2)];
    expect(same).toEqual(one);
    expect(other?.exponent?.mean).not.toBe(one?.exponent?.mean);
  });

  it('reports replicas that left every bound, and keeps the others', async () => {
    const evidence = await train(builtin('M4-large'));
    expect(evidence?.diverged).toBeGreaterThan(20);
    expect(evidence?.fraction.mean).toBeGreaterThan(0.05);
    expect(Number.isFinite(evidence?.exponent?.mean)).toBe(true);
  });

  it('counts replicas below what float32 resolves as on the set', async () => {
    const { simulation, ...model } = builtin('M2');
    const evidence = await train({
      ...model,
      simulation: { ...simulation, initialScale: 1e-34, trajectories: 30, horizon: 12 },
    });
    expect(evidence?.floorReached).toBeGreaterThan(20);
    expect(evidence?.fraction.mean).toBeGreaterThan(0.8);
  });

  it('measures no exponent at a set that single steps leave', async () => {
    const { simulation, ...rest } = builtin('M10');
    const model = { ...rest, simulation: { ...simulation, trajectories: 10, horizon: 2 } };
    const evidence = await trainEnsemble(model, model.sets[0], { seed: 1, backend: opened() });
    expect(evidence?.exponent).toBeNull();
  });

  it('keeps what was done when it is interrupted', async () => {
    const controller = new AbortController();
    const model = builtin('M4');
    const evidence = await trainEnsemble(model, model.sets[0], {
      seed: 1,
      backend: opened(),
      signal: controller.signal,
      onProgress: (fraction) => {
        if (fraction > 0.3) controller.abort();
      },
    });
    expect(evidence?.completed).toBeGreaterThan(0.3);
    expect(evidence?.completed).toBeLessThan(0.6);
    expect(evidence?.exponent).toBeNull();
    expect(evidence?.series.length).toBeGreaterThan(3);
  });

  it('does not apply to an SDE without data', async () => {
    const model = builtin('M1');
    expect(await trainEnsemble(model, model.sets[0], { seed: 1, backend: opened() })).toBeNull();
  });

  it('trains a softmax of two logits, with momentum and a regulariser, in shuffled passes', async () => {
    const model = readModel(
      `
name: two logits
parameters: [u, v, b]
inputs: [x]
targets: [class]
output: ["u*tanh(v*x)", "-u*tanh(v*x) + b"]
loss: softmax
regulariser: 0.05*(u^2 + v^2)
constants: { eta: 0.1 }
data: { samples: [[1, 0], [-1.3, 1], [0.4, 0], [0.2, 1], [-0.6, 0]] }
learningRate: eta
momentum: 0.5
noise: [{ kind: minibatch, batch: 2, sampling: epochs }]
sets: [{ name: dead, equations: [u, v] }]
simulate: { horizon: 10, dt: 0.1, trajectories: 40, init: { normal: 0.001 }, epsilon: 0.01 }
`,
      'logits',
    );
    const evidence = await train(model);
    expect(evidence?.diverged).toBe(0);
    expect(evidence?.exponent?.samples).toBe(20);
  });
});
