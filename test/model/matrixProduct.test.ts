import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { readMatrixProduct } from '../../src/model/matrixProduct.js';
import { readModel } from '../../src/model/readModel.js';

const fibonacci = `
name: random Fibonacci numbers
parameters: [next, last]
constants: { s: 1 }
matrices:
  - { entries: [[1, s], [1, 0]] }
  - { weight: "1/2 + 1/2", entries: [[1, -s], [1, 0]] }
`;

describe('a file that states matrices', () => {
  it('is a random matrix product: weights, entries that need not be symmetric, and no momentum', () => {
    const product = readMatrixProduct(fibonacci, 'fibonacci.yaml');
    expect(product?.matrices.map(({ entries }) => entries.length)).toEqual([2, 2]);
    expect(product?.momentum).toMatchObject({ kind: 'number' });
    expect([...(product?.constants.keys() ?? [])]).toEqual(['s']);
  });

  it('is null for a model, which states none', () => {
    expect(readMatrixProduct('name: a\nparameters: [w]\npotential: w^2\n', 'a.yaml')).toBeNull();
  });

  it('is no model for the commands that need a loss or an SDE', () => {
    expect(() => readModel(fibonacci, 'fibonacci.yaml')).toThrow(/fibonacci.yaml:5: matrices.*collapse predict/);
  });

  it.each([
    ['momentum: 1.5', null],
    ['momentum: "-1"', null],
    ['momentum: x', /x is not declared/],
    ['loss: squared', /loss beside matrices/],
    ['sets: [{ name: s, equations: [y1] }]', /sets beside matrices/],
    ['matrixes: []', /unknown key "matrixes"/],
  ])('with %s', (line, message) => {
    const read = () => readMatrixProduct(`${fibonacci}${line}\n`, 'fibonacci.yaml');
    if (message === null) expect(read()).not.toBeNull();
    else {
      expect(read).toThrow(InputError);
      expect(read).toThrow(message);
    }
  });

  it.each([
    ['[[1, 2]]', /1 rows; expected 2 rows of 2 entries/],
    ['[[1, 2], [3]]', /entries\[1\].*1 entries; expected 2 rows of 2 entries/],
    ['[[1, 2], [3, next]]', /next is one of the parameters/],
    ['[]', /matrices\[0\].entries/],
  ])('with the entries %s names line and key', (entries, message) => {
    const read = () =>
      readMatrixProduct(`name: a\nparameters: [next, last]\nmatrices: [{ entries: ${entries} }]\n`, 'a.yaml');
    expect(read).toThrow(message);
  });
});
