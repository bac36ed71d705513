import { expect, test } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { deriveSet } from '../../src/symbolic/derive.js';

const model = readModel(
  `
name: clipped
parameters: [u, v]
inputs: [x]
targets: [y]
output: u*v*x
loss: squared
constants: { eta: 0.1 }
data: { samples: [[1, 1], [1, -2]] }
learningRate: eta
gradientClipping: 0.01
noise: [{ kind: minibatch, batch: 1 }]
sets: [{ name: zero, equations: [u, v] }]
simulate: { horizon: 20, trajectories: 20, init: { normal: 0.5 } }
`,
  'clipped',
);

test('of clipped gradients nothing is predicted and SGD is measured', async () => {
  const [set] = model.sets;
  const derivation = deriveSet(model, set);
  expect(derivation.invariance.status).toBe('proved');
  const { exponents, remarks } = await predict(model, derivation, { seed: 1 });
  expect([exponents.sde, exponents.eulerMaruyama, exponents.sgd]).toEqual([null, null, null]);
  expect(remarks.join()).toContain('gradients are clipped');
  expect(await simulateEnsemble(model, set, { seed: 1 })).toBeNull();
  const trained = await trainEnsemble(model, set, { seed: 1, backend: 'float64' });
  expect(trained?.completed).toBe(1);
  // 200 steps of at most ηc = 0.001 from about 0.5 leave nothing near the set
  expect(trained?.fraction.mean).toBe(0);
});
