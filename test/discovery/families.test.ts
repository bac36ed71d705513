import { expect, test } from 'vitest';
import { discoverSets } from '../../src/discovery/discover.js';
import { readModel } from '../../src/model/readModel.js';

function discovered(output: string, shapes = '{ u: [2], v: [2] }') {
  const text = `
name: product
parameters: ${shapes}
inputs: [x]
targets: [y]
output: ${output}
loss: squared
constants: { eta: 0.1 }
learningRate: eta
data: { samples: [[1, 0.5], [-1, 0.2], [2, 1]] }
noise: [{ kind: minibatch, batch: 1 }]
`;
  return discoverSets(readModel(text, 'product.yaml'));
}

test('sets of lower rank of a product are one family, with the rotation that makes each of the others', () => {
  const sets = discovered('dot(u, v)*x');
  const single = sets.filter(({ name }) => ['u[1] = v[1] = 0', 'u[1] = u[2], v[1] = v[2]'].includes(name));
  expect(single).toHaveLength(2);
  expect(new Set(single.map(({ orbit }) => orbit)).size).toBe(1);
  for (const { invariance, rotations } of single) {
    expect(invariance.status).toBe('proved');
    expect(rotations).toEqual(['rotate (u[1] u[2])(v[1] v[2])']);
  }
});

test('what no rotation moves is in no family, and without a rotation there is none', () => {
  const all = discovered('dot(u, v)*x').find(({ codimension }) => codimension === 4);
  expect(all?.rotations).toEqual([]);
  expect(discovered('(tanh(u[1])*v[1] + tanh(u[2])*v[2])*x').flatMap(({ rotations }) => rotations)).toEqual([]);
});
