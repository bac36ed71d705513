import { expect, test } from 'vitest';
import { rational } from '../../../src/arithmetic/rational.js';
import { predict } from '../../../src/prediction/predict.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

test('noise beyond doubles ends the search for moments, and none is made up', () => {
  const model = builtin('M10', { zeta: rational(10n ** 300n, 1) });
  const { exponents } = predict(model, deriveSet(model, model.sets[1]), { seed: 1, certify: false, moments: true });
  expect(exponents.moments).toEqual([]);
  expect(exponents.tailIndex).toEqual({ sde: null, eulerMaruyama: null, sgd: null });
});
