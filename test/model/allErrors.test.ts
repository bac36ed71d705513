import { expect, test } from 'vitest';
import { readModel } from '../../src/model/readModel.js';

const text = `
name: e
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: w2*tanh(w1*x + q*r)
loss: mse
constants: { eta: 0.1 }
learningRate: eat
data: { generate: { n: 4, x: "gauss(0, 1)", y: x } }
noise: [{ kind: gauss, std: 1, batch: 0 }]
sets: [{ name: a, equations: [w1 = 0] }, { name: b, equations: [w3] }]
simulate: { horizon: -1, dt: a }
`;

function errorsOf(file: string): string[] {
  try {
    readModel(file, 'e.yaml');
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(/;.*/, ''));
  }
  return [];
}

test('what is wrong with the shape of one key hides no error of the others, nor one name another', () => {
  expect(errorsOf(text)).toEqual([
    'e.yaml:11: noise[0].kind: this is "gauss"',
    'e.yaml:13: simulate.horizon: this is -1',
    'e.yaml:13: simulate.dt: this is "a"',
    'e.yaml:9: learningRate: eat is not declared',
    'e.yaml:10: data.generate.x: there is no function gauss at column 1',
    'e.yaml:6: output: q is not declared',
    'e.yaml:6: output: r is not declared',
    'e.yaml:7: loss: there is no loss named "mse"',
    'e.yaml:12: sets[0].equations[0]: an equation is what is 0 on the set: write w1',
    'e.yaml:12: sets[1].equations[0]: w3 is not declared',
  ]);
});

test('a key that others rest on is told alone: nothing is called missing that stands under a wrong name', () => {
  expect(errorsOf(text.replace('parameters:', 'parametres:'))).toHaveLength(5);
  expect(errorsOf(text.replace('learningRate:', 'learnigRate:')).join()).not.toContain('missing');
});
