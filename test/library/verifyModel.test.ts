import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { InputError, readModel, verifyModel } from '../../src/index.js';
import { shortModel } from './shortModel.js';

test('a model is verified with the engines of the package, in one call', async () => {
  const [verdict] = await verifyModel(readModel(shortModel(), 'short.yaml'), { threads: 1, backend: 'cpu' });
  expect(verdict.outcome).toBe('agree');
  const [again] = await verifyModel(readModel(shortModel(), 'short.yaml'), { threads: 2, backend: 'cpu', seed: 1 });
  expect(again).toEqual(verdict);
});

test('constants are set by numbers and by texts', () => {
  const text = readFileSync('examples/my-neuron.yaml', 'utf8');
  const read = (set: Record<string, number | string>) => readModel(text, 'my-neuron.yaml', { set }).constants;
  expect(read({ eta: 0.1 }).get('eta')).toEqual({ numerator: 1n, denominator: 10n });
  expect(read({ eta: '1/3' }).get('eta')).toEqual({ numerator: 1n, denominator: 3n });
  expect(() => read({ eta: Number.NaN })).toThrow(InputError);
  expect(() => read({ etta: 1 })).toThrow(/etta/);
});
