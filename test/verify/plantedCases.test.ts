import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { openEngines } from '../../src/openEngines.js';
import type { Engines } from '../../src/verify/engines.js';
import type { Cause } from '../../src/verify/verdict.js';
import { verifyModel } from '../../src/verify/verifyModel.js';
import { builtin } from '../builtin.js';

/** Seeds of every case: one on every commit, 25 in full, which makes 200 verifications. */
const seeds = Array.from({ length: process.env.CHECK_FULL ? 25 : 1 }, (_, i) => 100 + i);
const engines = openEngines({ threads: 1 });

function simulated(model: Model, changes: Partial<Model['simulation']>): Model {
  return { ...model, simulation: { ...model.simulation, ...changes } };
}

/** dx = 0.52 x dt + x dW has λ = 0.02, and its chain at dt = 0.1 has −0.042 (theory §6). */
const stiff = readModel(
  `
name: step too large
parameters: [x]
constants: {}
drift: ["52*x/100"]
noise: [{ kind: explicit, diffusion: [[x]] }]
sets: [{ name: origin, equations: [x] }]
simulate: { horizon: 400, dt: 0.1, trajectories: 200, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  'stiff',
);

/** Two wells, at 0 and at 2, both attractive: trajectories that start in the other stay there. */
const wells = readModel(
  `
name: two wells
parameters: [x]
constants: { zeta: 0.3 }
potential: x^2*(x - 2)^2/4
noise: [{ kind: explicit, diffusion: [[zeta*x*(x - 2)]] }]
sets: [{ name: origin, equations: [x] }]
simulate: { horizon: 10, dt: 0.01, trajectories: 60, init: { point: { x: 1.9 } }, epsilon: 0.01 }
`,
  'wells',
);

/** M4 moved to weights of size 1000, where float32 resolves nothing below epsilon. */
const large = readModel(
  `
name: chain of large weights
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: (w1 - 1000)*(w2 - 1000)*x
loss: squared
constants: { eta: 0.05 }
learningRate: eta
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
data: { samples: [[1, 0.8], [-0.5, 0.9], [2, -0.3], [1.5, 1]] }
sets: [{ name: vanishing chain, equations: [w1 - 1000, w2 - 1000] }]
simulate: { horizon: 20, dt: 0.01, trajectories: 100, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  'large',
);

/** What rounding does that feeds one invariant subspace from another: growth that no subspace alone has (theory §5). */
const coupled: Engines = {
  ...engines,
  train: async (model, set, options) => {
    const evidence = await engines.train(model, set, options);
    if (options.subspace !== undefined || evidence?.exponent == null) return evidence;
    const { mean, interval, ...rest } = evidence.exponent;
    const [low, high] = interval;
    return { ...evidence, exponent: { ...rest, mean: mean + 1, interval: [low + 1, high + 1] } };
  },
};

const planted: readonly (readonly [string, Model, string, Cause])[] = [
  ['a step that is too large', stiff, 'exponents.sde ~ evidence.sde', 'step-error'],
  ['SGD that is not its SDE', builtin('M4-large'), 'exponents.sde ~ evidence.sgd', 'sde-not-sgd'],
  ['a start in another basin', wells, 'exponents.eulerMaruyama ~ evidence.sde', 'basin'],
  ['a short horizon', simulated(builtin('M6'), { horizon: 1, trajectories: 200 }), 'evidence.sde', 'finite-time'],
  ['a loss that is not smooth', simulated(builtin('M9'), { horizon: 10 }), 'condition ~ exponents.sde', 'non-smooth'],
  ['the floor of float32', large, 'evidence.sgd', 'float-floor'],
  [
    'a silent sufficient condition',
    simulated(builtin('M2'), { horizon: 10 }),
    'condition ~ exponents.sde',
    'sufficient-gap',
  ],
];

it('rounding that couples the subspaces of a reducible family is told by measuring each of them', async () => {
  const [{ disagreements }] = await verifyModel(simulated(builtin('M2'), { horizon: 10 }), coupled, { seed: 1 });
  expect(disagreements).toContainEqual(
    expect.objectContaining({ between: ['exponents.sgd', 'evidence.sgd'], cause: 'reducible-rounding' }),
  );
}, 60_000);

describe('a planted disagreement is classified right by its experiment', () => {
  it.each(planted)(
    '%s',
    async (_, model, between, cause) => {
      let right = 0;
      for (const seed of seeds) {
        const [{ disagreements }] = await verifyModel(model, engines, { seed });
        const found = disagreements.find((one) => one.between.join(' ~ ') === between);
        if (found?.cause === cause && found.evidence.value !== null) right++;
        else if (seeds.length === 1) expect({ between, found, disagreements }).toBe(cause);
      }
      expect(right).toBeGreaterThanOrEqual(0.95 * seeds.length);
    },
    600_000,
  );
});
