import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { derivationLatex, derivationText } from '../../src/report/derivationText.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { lossModel, minibatch } from '../symbolic/models.js';

function documentsOf(model: Model) {
  const derived = { model, source: 'model.yaml', derivations: model.sets.map((set) => deriveSet(model, set)) };
  return { text: derivationText(derived), latex: derivationLatex(derived) };
}

test('a gelu net of two layers is told over names, no line longer than 120 letters', () => {
  const file = 'mlp-gelu-set1.json';
  const source = readFileSync(new URL(`../data/faults/troubles/${file}`, import.meta.url), 'utf8');
  const { text, latex } = documentsOf(readModel(source, file));
  for (const line of [
    '(f - y)^2/2',
    'z1 = u1_1*x1 + u1_2*x2 + c1',
    'z4 = 2*v1_2*gelu(z2) + v1_3*gelu(z3) + d1',
    "H[1, 4] = a1*mean(gelu'(z2)*gelu'(z4)*x1*(f - y))",
    "M[1, 4] = a1*gelu'(z2)*gelu'(z4)*x1",
    'all other entries of H are 0',
  ]) {
    expect(text.split('\n').map((one) => one.trim())).toContain(line);
  }
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(latex).toContain("\\operatorname{gelu}'(z_{4})");
});

test('a softmax loss is told by the probabilities of the classes and what they lack', () => {
  const { text } = documentsOf(
    lossModel({
      parameters: ['u1', 'u2', 'a1', 'a2', 'b1', 'b2'],
      output: ['a1*tanh(u1*x) + a2*tanh(u2*x)', 'b1*tanh(u1*x) + b2*tanh(u2*x)'],
      loss: 'softmax',
      samples: [
        [1, 0],
        [-2, 1],
      ],
      noise: minibatch,
      sets: [['u1 - u2', 'a1 - a2', 'b1 - b2']],
    }),
  );
  expect(text).toContain('p1 = exp(f1)/(exp(f1) + exp(f2))');
  expect(text).toContain('r1 = p1 - (y == 0 ? 1 : 0)');
  expect(text).toMatch(/H\[1, 2\] = mean\(r1\*x\) - mean\(r1\*x\*tanh\(z2\)\^2\)/);
});

test('arrays are told in slices, sums over them as products', () => {
  const { text } = documentsOf(
    readModel(
      `
name: net
parameters: { W: [8, 5], b: [8], a: [8] }
inputs: { x: [5] }
targets: [y]
output: a @ tanh(W @ x + b)
loss: squared
regulariser: lambda/2*norm2(W)^2
constants: { eta: 0.1, lambda: 0.01 }
data: { generate: { n: 4, x: "normal(0, 1)", y: "x[1]" } }
learningRate: eta
noise: [{ kind: label, std: 1, batch: 1 }]
sets: [{ name: twins, equations: ["W[1, :] - W[2, :]", "b[1] - b[2]", "a[1] - a[2]"], base: { a: 1 } }]
`,
      'net.yaml',
    ),
  );
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines).toContain('z = b + W @ x');
  expect(lines).toContain('f = a @ tanh(z)');
  expect(lines).toContain('lambda*sum(W^2)/2');
  expect(lines).toContain('f = 2*a[2]*tanh(z[2]) + a[3:8] @ tanh(z[3:8])');
  expect(lines).toContain('H[1, 2:5] = 2*a[2]*mean(x[1]*x[2:5]*tanh(z[2])*(f - y)*(tanh(z[2])^2 - 1))');
});
