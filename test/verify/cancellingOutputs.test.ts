import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import { openBackend } from '../../src/sgd/backend.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { deriveSet } from '../../src/symbolic/derive.js';

/** Functions of z = w1*x that vanish at 0 because two numbers cancel there, each with a slope of its own. */
const cancelling = [
  'softplus(w1*x) - log(2)',
  'exp(w1*x) - 1',
  'log(1 + w1*x)',
  'sigmoid(w1*x) - 1/2',
  'sqrt(1 + w1*x) - 1',
  '(1 + w1*x)^(-2) - 1',
  '2^(w1*x) - 1',
];

const modelOf = (output: string) =>
  readModel(
    `
name: cancelling output
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: "w2*(${output})"
loss: squared
constants: { eta: 0.05, zeta: 0.5 }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]
data: { samples: [[1, 1.2], [-0.5, -0.7], [1.5, 1.1], [-1.2, -1]] }
sets: [{ name: vanishing neuron, equations: [w1, w2] }]
simulate: { horizon: 20, dt: 0.01, trajectories: 100, init: { normal: 0.001 }, epsilon: 0.01 }
`,
    'cancelling',
  );

describe('SGD near a set on which an output vanishes by cancellation', () => {
  it.each(cancelling)(
    '%s: the measured exponent is that of theory in single and in double precision',
    async (output) => {
      const model = modelOf(output);
      const { sgd } = predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false }).exponents;
      for (const backend of [await openBackend('wasm'), await openBackend('cpu'), 'float64'] as const) {
        const { exponent } = (await trainEnsemble(model, model.sets[0], { seed: 1, backend })) ?? {};
        const [low, high] = exponent?.interval ?? [Number.NaN, Number.NaN];
        expect(low).toBeLessThan(sgd?.value ?? Number.NaN);
        expect(high).toBeGreaterThan(sgd?.value ?? Number.NaN);
        expect(high - low).toBeLessThan(0.1 * Math.abs(sgd?.value ?? 0));
      }
    },
  );
});
