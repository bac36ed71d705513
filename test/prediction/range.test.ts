import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import { deriveSet } from '../../src/symbolic/derive.js';

test('a datum of 1e200 beside 1: λ_SGD is the mean of both logarithms, and why there is none of the SDE is said', () => {
  const path = 'test/data/faults/proofs/huge.yaml';
  const model = readModel(readFileSync(path, 'utf8'), path);
  const { exponents, remarks } = predict(model, deriveSet(model, model.sets[0]), { seed: 1 });
  // eta = 0.1, batches of one: (log|1 − 0.1 (1e200 + 1)| + log|1 − 0.1 · 2|) / 2 / 0.1
  expect(exponents.sgd?.value).toBeCloseTo(5 * (199 * Math.log(10) + Math.log(0.8)), 9);
  expect(remarks).toEqual(['the exponent of the SDE is beyond the range of double precision']);
});
