import { expect, it } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { deriveInvariance } from '../../src/symbolic/invariance.js';
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

it('the kernel follows that pairs of equal neurons among a hundred are invariant: what a normal does not move it leaves alone', () => {
  const model = wideNet(100, 9);
  expect(deriveInvariance(stateProblem(model, model.sets[0])).status).toBe('proved');
});
