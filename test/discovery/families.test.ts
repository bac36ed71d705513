import { expect, test } from 'vitest';
import { type Discovery, discoverSets } from '../../src/discovery/discover.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { readModel } from '../../src/model/readModel.js';
import { sdeModel } from './networks.js';

function discovered(output: string, shapes = '{ u: [2], v: [2] }'): Discovery[] {
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

function families(sets: readonly Discovery[]): Record<string, string[]> {
  return Object.fromEntries(
    sets.map(({ name, families }) => [name, families.map(({ equations }) => equations.join(', '))] as const),
  );
}

test('sets of lower rank of a product are one family of all directions, with one certificate', () => {
  const sets = discovered('dot(u, v)*x');
  const single = sets.filter(({ name }) => ['u[1] = v[1] = 0', 'u[1] = u[2], v[1] = v[2]'].includes(name));
  expect(single).toHaveLength(2);
  expect(new Set(single.map(({ orbit }) => orbit)).size).toBe(1);
  for (const { rotations, families } of single) {
    expect(rotations).toContain('rotate (u[1] u[2])(v[1] v[2])');
    const [{ family, parameters, equations, invariance }] = families;
    expect({ family, parameters, equations }).toEqual({
      family: 'n',
      parameters: ['n[1]', 'n[2]'],
      equations: ['n @ u', 'n @ v'],
    });
    const checked = checkCertificate(JSON.parse(JSON.stringify(invariance.certificate)));
    const told = new Map(checked.followed ? checked.statement.map(({ name, text }) => [name, text]) : []);
    expect(told.get('constants')).toBe('all values');
    expect(told.get('set')).toContain(
      'n @ u = 0, n @ v = 0 for every n, where u[1] = n[1]*along[1, 1] + n[2]*across[1, 1]',
    );
  }
});

test('the certificate of a family is not followed where one product is off by a sign', () => {
  const [{ families }] = discovered('dot(u, v)*x');
  const { certificate } = families[0].invariance;
  const fields = certificate.fields.map(({ role, formulas }) => ({
    role,
    formulas: formulas.map((formula) => formula.replace('n[1]*along[1, 1]', 'n[2]*along[1, 1]')),
  }));
  expect(fields).not.toEqual(certificate.fields);
  expect(checkCertificate(JSON.parse(JSON.stringify({ ...certificate, fields }))).followed).toBe(false);
});

test('in more dimensions, matrices of directions; arrays on either side of the product', () => {
  const sets = discovered(
    '(sum(i in 1..3, U[i, 1]*V[1, i])*x + sum(i in 1..3, U[i, 2]*V[1, i]))',
    '{ U: [3, 2], V: [1, 3] }',
  );
  const found = families(sets);
  expect(found['U[1, :] = V[1, 1] = 0']).toEqual(['n @ U, V[1, :] @ n']);
  const planes = sets.filter(({ codimension }) => codimension === 6);
  expect(planes.length).toBeGreaterThan(1);
  expect(new Set(planes.map(({ orbit }) => orbit)).size).toBe(1);
  for (const { families } of planes) expect(families.map(({ parameters }) => parameters.length)).toEqual([6]);
});

test('u = R v for all rotations R, by twice the angle of n', () => {
  const found = families(discovered('dot(u, u)*dot(v, v)*x'));
  expect(found['u = v']).toEqual([
    '(n[1]^2 - n[2]^2)*u[1] + 2*n[1]*n[2]*u[2] - (n[1]^2 + n[2]^2)*v[1], -2*n[1]*n[2]*u[1] + (n[1]^2 - n[2]^2)*u[2] - (n[1]^2 + n[2]^2)*v[2]',
  ]);
  expect(found['u[1] = v[1] = 0']).toEqual(['n @ u, v[1]', 'n @ v, u[1]']);
});

test('u = R v for all rotations R of space, by a quaternion, with one certificate', () => {
  const sets = discovered('dot(u, u)*dot(v, v)*x', '{ u: [3], v: [3] }');
  const { families: [family, ...others] = [] } = sets.find(({ name }) => name === 'u = v') ?? {};
  expect(others).toEqual([]);
  expect(family.parameters).toEqual(['n[1]', 'n[2]', 'n[3]', 'n[4]']);
  expect(family.equations[0]).toContain('(n[1]^2 + n[2]^2 - n[3]^2 - n[4]^2)*u[1]');
  expect(checkCertificate(family.invariance.certificate).followed).toBe(true);
  expect(Object.keys(family.invariance.certificate.values)).toEqual([]);
});

test('copies of space that turn alike are found beside turns of one into the other', () => {
  const found = families(discovered('dot(u, v)*x', '{ u: [3], v: [3] }'));
  expect(found['u[1] = v[1]']).toEqual(['n[1]*u[1] + n[2]*u[2] + n[3]*u[3] - n[1]*v[1] - n[2]*v[2] - n[3]*v[3]']);
  expect(found['u[1] = u[2], v[1] = v[2]']).toEqual(['n @ u, n @ v']);
});

test('an SDE whose drift and noise turn with the plane has the lines through 0', () => {
  const radius = '(1 - a^2 - b^2)';
  const sets = discoverSets(sdeModel(['a', 'b'], [`a*${radius}`, `b*${radius}`], [['a'], ['b']]));
  expect(families(sets)).toMatchObject({ 'a = 0': ['n[1]*a + n[2]*b'] });
});

test('what no rotation moves is in no family, and without a rotation there is none', () => {
  const all = discovered('dot(u, v)*x').find(({ codimension }) => codimension === 4);
  expect(all?.families).toEqual([]);
  const tanh = discovered('(tanh(u[1])*v[1] + tanh(u[2])*v[2])*x');
  expect(tanh.flatMap(({ rotations, families }) => [...rotations, ...families])).toEqual([]);
});
