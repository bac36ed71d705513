import { describe, expect, test } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { difference, product, sum } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { covarianceFactor } from '../../src/model/noise/covarianceFactor.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';

const file = (noise: string) => `
name: planar
parameters: [u, v]
inputs: [x]
targets: [y]
output: u*v*x
loss: squared
constants: { eta: 0.1, s: 0.5, nu: 5 }
data: { samples: [[1, 1], [1, -2]] }
learningRate: eta
noise: [${noise}]
sets: [{ name: zero, equations: [u, v] }]
simulate: { horizon: 20, trajectories: 20, init: { normal: 0.5 } }
`;
const constants = new Map([['s', rational(1, 2)]]);
const read = (noise: string) => readModel(file(noise), 'planar.yaml');

describe('a covariance is S times its transpose, with S smooth in the parameters', () => {
  test.each([
    [
      'of a diagonal',
      2,
      [
        ['s^2*u^2', '0'],
        ['0', '4*v^2'],
      ],
    ],
    [
      'of one direction',
      1,
      [
        ['u^2', 'u*v'],
        ['u*v', 'v^2'],
      ],
    ],
    [
      'of a sum of squares',
      2,
      [
        ['u^2', 'u*v'],
        ['u*v', '2*v^2 + s^2*u^2 + 2*s*u*v'],
      ],
    ],
    [
      'of constants',
      2,
      [
        ['2', '1'],
        ['1', '2'],
      ],
    ],
    [
      'of a square that is multiplied out',
      1,
      [
        ['0', '0'],
        ['0', 'u^2 + 2*u*v + v^2'],
      ],
    ],
  ])('%s', (_, columns, rows) => {
    const covariance = rows.map((row) => row.map((entry) => parseExpression(entry)));
    const factor = covarianceFactor(covariance, ['u', 'v'], constants) ?? [];
    expect(factor.map((row) => row.length)).toEqual([columns, columns]);
    for (const [i, row] of covariance.entries()) {
      for (const [j, entry] of row.entries()) {
        const product_ = sum(...factor[i].map((one, q) => product(one, factor[j][q])));
        expect(zeroTest(difference(product_, entry)).status).toBe('zero');
      }
    }
  });

  test.each([
    [
      'no square',
      [
        ['u^2 + v^2', '0'],
        ['0', '1'],
      ],
    ],
    [
      'not symmetric',
      [
        ['1', 'u'],
        ['0', 'u^2'],
      ],
    ],
    [
      'not positive',
      [
        ['1', '2'],
        ['2', '1'],
      ],
    ],
    [
      'negative at the value of a constant',
      [
        ['-s', '0'],
        ['0', '1'],
      ],
    ],
  ])('or none is found: %s', (_, rows) => {
    const covariance = rows.map((row) => row.map((entry) => parseExpression(entry)));
    expect(covarianceFactor(covariance, ['u', 'v'], constants)).toBeNull();
  });
});

describe('noise on the gradient', () => {
  test('is read with its covariance or a factor of it, and printed with the factor', () => {
    const stated = read('{ kind: student-t, degreesOfFreedom: nu, covariance: [[s^2*u^2, 0], [0, 0]] }');
    const printed = printModelFile(stated);
    expect(printed).toContain('{ kind: student-t, degreesOfFreedom: nu, factor: [[');
    expect(printModelFile(readModel(printed, 'again'))).toBe(printed);
    expect(read('{ kind: gaussian, factor: [[u, v], [v, 0]] }').noise).toMatchObject([{ kind: 'gaussian' }]);
  });

  test.each([
    ['{ kind: gaussian }', /neither a covariance nor its factor/],
    ['{ kind: gaussian, covariance: [[1, 0], [0, 1]], factor: [[1], [1]] }', /both/],
    ['{ kind: gaussian, covariance: [[1]] }', /the covariance has 1 rows/],
    ['{ kind: gaussian, factor: [[1], [1, 2]] }', /the row has 2 columns/],
    ['{ kind: gaussian, covariance: [[1, 0, 0], [0, 1, 0]] }', /the covariance has 3 columns/],
    ['{ kind: gaussian, covariance: [[u^2 + v^2, 0], [0, 1]] }', /no S that is smooth/],
    [
      '{ kind: student-t, degreesOfFreedom: 2, factor: [[1], [1]] }',
      /the degrees of freedom are 2; expected a number above 2/,
    ],
    ['{ kind: student-t, degreesOfFreedom: u, factor: [[1], [1]] }', /degreesOfFreedom/],
  ])('%s is refused', (noise, message) => {
    expect(() => read(noise)).toThrow(message);
  });
});
