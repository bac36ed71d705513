import { expect, it } from 'vitest';
import { printExpression } from '../../src/expression/syntax/print.js';
import { readModel } from '../../src/model/readModel.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { deriveInvariance } from '../../src/symbolic/invariance.js';
import { linearise } from '../../src/symbolic/linearise.js';
import { stateProblem } from '../../src/symbolic/statement.js';

/** One hidden layer, with two pairs of equal neurons. */
function wideNet(neurons: number, inputs: number) {
  const text = `
name: wide net
parameters: { W: [${neurons}, ${inputs}], a: [${neurons}] }
inputs: { x: [${inputs}] }
targets: [y]
constants: { eta: 0.01, zeta: 1 }
data: { generate: { n: 16, x: "normal(0, 1)", y: "normal(0, 1)" } }
output: a @ tanh(W @ x)
loss: squared
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1 }]
sets:
  - name: twins
    equations: ["W[1, :] - W[2, :]", "a[1] - a[2]", "W[3, :] - W[4, :]", "a[3] - a[4]"]
    base: { W: 0.3, a: 1 }
`;
  return readModel(text, 'wide.yaml');
}

it('the curvature of 20 normals among 1,000 weights is written over names of parts', () => {
  const model = wideNet(100, 9);
  const { named } = linearise(stateProblem(model, model.sets[0]));
  const text = named.curvature.map((row) => row.map(printExpression));
  expect(text[0][9]).toBe('mean(f*x[1]) + mean(x[1]*y*tanh(z[2])^2) - mean(f*x[1]*tanh(z[2])^2) - mean(x[1]*y)');
  expect(Math.max(...text.flat().map(({ length }) => length))).toBeLessThan(200);
});

it('the kernel follows that pairs of equal neurons among a hundred are invariant: what a normal does not move it leaves alone', () => {
  const model = wideNet(100, 9);
  expect(deriveInvariance(stateProblem(model, model.sets[0])).status).toBe('proved');
});

it('one neuron on 100 inputs: 100 products of its two factors, told in slices, by the chain rule over z', () => {
  const model = readModel(
    `
name: wide neuron
parameters: { w: [100], a: [] }
inputs: { x: [100] }
targets: [y]
constants: { eta: 0.01, zeta: 1 }
data: { generate: { n: 16, x: "normal(0, 1)", y: "normal(0, 1)" } }
output: a*tanh(w @ x)
loss: squared
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1 }]
sets: [{ name: vanishes, equations: [w, a] }]
`,
    'wide-neuron.yaml',
  );
  const { invariance, linearisation, eigenDirections } = deriveSet(model, model.sets[0]);
  expect([invariance.status, eigenDirections]).toEqual(['proved', null]);
  const text = linearisation?.curvature.map((row) => row.map(printExpression)) ?? [];
  expect(text[36][100]).toBe('-mean(x[37]*y)');
  expect(text[100][36]).toBe('-mean(x[37]*y)');
  expect(text.flat().filter((entry) => entry !== '0')).toHaveLength(200);
});
