import { expect, it } from 'vitest';
import { printExpression } from '../../src/expression/syntax/print.js';
import { readModel } from '../../src/model/readModel.js';

const outputOf = (output: string): string[] => {
  const text = `
name: unit of many inputs
parameters: { w: [784], a: [] }
inputs: { x: [784] }
targets: [y]
constants: { eta: 0.01, zeta: 1 }
data: { generate: { n: 2, x: "normal(0, 1)", y: "normal(0, 1)" } }
output: ${output}
loss: squared
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1 }]
sets: [{ name: vanishes, equations: [w, a] }]
`;
  const { dynamics } = readModel(text, 'wide.yaml');
  return dynamics.kind === 'sde' ? [] : (dynamics.output ?? []).map(printExpression);
};

it('a sum over 784 indices of two arrays is read as their product', () => {
  expect(outputOf('a*tanh(sum(j in 1..784, w[j]*x[j]))')).toEqual(outputOf('a*tanh(w @ x)'));
});
