import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.js';
import { readModel } from '../../src/model/readModel.js';
import type { Prediction } from '../../src/prediction/prediction.js';
import type { Engines } from '../../src/verify/engines.js';
import { type Stage, verifyModel } from '../../src/verify/verifyModel.js';
import { derivation, evidence, prediction } from './fixtures.js';

const model = readModel(
  `
name: two wells
parameters: [theta]
inputs: [x]
targets: [y]
output: theta*x
loss: squared
constants: { eta: 0.1 }
learningRate: eta
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
data: { samples: [[1, 1], [2, 1]] }
sets:
  - { name: first, equations: [theta] }
  - { name: second, equations: [theta - 1] }
simulate: { horizon: 10, dt: 0.1, trajectories: 200, init: { normal: 0.01 }, epsilon: 0.01 }
`,
  'two-wells.yaml',
);

/** Engines that answer from tables and keep the order of their calls. */
function engines(answers: { prediction: Prediction; sde: Evidence; sgd: Evidence }, calls: string[] = []): Engines {
  return {
    derive: (_, set) => {
      calls.push(`derive ${set.name}`);
      return derivation({ set });
    },
    predict: () => answers.prediction,
    simulate: async (_, set) => {
      calls.push(`simulate ${set.name}`);
      return answers.sde;
    },
    train: async (_, set) => {
      calls.push(`train ${set.name}`);
      return answers.sgd;
    },
  };
}

const agreeing = {
  prediction: prediction({ sde: -1, eulerMaruyama: -1, sgd: -1 }),
  sde: evidence('sde', -1),
  sgd: evidence('sgd', -1),
};

describe('verifyModel', () => {
  test('gives one verdict a set, in the order of the file', async () => {
    const verdicts = await verifyModel(model, engines(agreeing), { seed: 1 });
    expect(verdicts.map(({ derivation }) => derivation.set.name)).toEqual(['first', 'second']);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['agree', 'agree']);
  });

  test('reports progress that never goes back', async () => {
    const seen: [Stage, number][] = [];
    await verifyModel(model, engines(agreeing), { seed: 1, onProgress: (stage, done) => seen.push([stage, done]) });
    const done = seen.map(([, fraction]) => fraction);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(seen[0]).toEqual(['derive', 0]);
  });

  test('does not measure a refuted set, and still judges it', async () => {
    const calls: string[] = [];
    const counterexample = {
      theta: new Map(),
      constants: new Map(),
      sample: new Map(),
      toward: null,
      normalGradient: [1],
    };
    const refuting: Engines = {
      ...engines({ ...agreeing, prediction: prediction({}) }, calls),
      derive: (_, set) =>
        derivation({ set, invariance: { status: 'refuted', reason: 'no', counterexample, holdsElsewhere: false } }),
    };
    const verdicts = await verifyModel(model, refuting, { seed: 1 });
    expect(calls).toEqual([]);
    expect(verdicts.map(({ outcome, predicted }) => [outcome, predicted])).toEqual([
      ['inconclusive', 'undecided'],
      ['inconclusive', 'undecided'],
    ]);
  });

  test('keeps what was done before an abort', async () => {
    const controller = new AbortController();
    const calls: string[] = [];
    const stopping: Engines = {
      ...engines(agreeing, calls),
      simulate: async () => {
        controller.abort();
        return { ...agreeing.sde, completed: 0.5 };
      },
    };
    const verdicts = await verifyModel(model, stopping, { seed: 1, signal: controller.signal });
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0].outcome).toBe('inconclusive');
    expect(verdicts[0].evidence.sde?.completed).toBe(0.5);
    expect(calls).toEqual(['derive first']);
  });
});

describe('the isolating experiment', () => {
  test('for a step error is the chain at half the step', async () => {
    const steps: number[] = [];
    const halving: Engines = {
      ...engines({ ...agreeing, sde: evidence('sde', -1), sgd: evidence('sgd', 1) }),
      predict: ({ simulation: { dt } }) => {
        steps.push(dt);
        return prediction({ sde: 1, eulerMaruyama: dt < 0.1 ? 0.2 : -1, sgd: 1 });
      },
    };
    const [verdict] = await verifyModel(model, halving, { seed: 1 });
    expect(steps.slice(0, 2)).toEqual([0.1, 0.05]);
    const found = verdict.disagreements.find(
      ({ between }) => between.join() === 'exponents.sde,exponents.eulerMaruyama',
    );
    expect(found?.cause).toBe('step-error');
    expect(found?.evidence.value).toBe(0.2);
    expect(found?.test).toContain('has the sign of the SDE');
  });

  test('for a basin is the same ensemble from nearer, run once', async () => {
    const scales: number[] = [];
    const nearing: Engines = {
      ...engines(agreeing),
      simulate: async ({ simulation: { initialScale } }) => {
        scales.push(initialScale);
        return evidence('sde', initialScale < 0.001 ? -1 : 1);
      },
    };
    const [verdict] = await verifyModel({ ...model, sets: model.sets.slice(0, 1) }, nearing, { seed: 1 });
    expect(scales).toEqual([0.01, 0.0001]);
    const found = verdict.disagreements.find(({ between }) => between.join() === 'exponents.sde,evidence.sde');
    expect(found?.cause).toBe('basin');
    expect(found?.evidence.value).toBe(-1);
    expect(found?.test).toContain('agrees with the prediction');
  });
});
