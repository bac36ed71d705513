import { expect, test } from 'vitest';
import { costSentence } from '../../src/cli/runCost.js';
import { builtin } from '../builtin.js';

test('a run of many steps is announced with their number, one of a minute is not', () => {
  const model = builtin('M2');
  expect(costSentence(model)).toBeNull();
  const eta = { numerator: 1n, denominator: 1_000_000n };
  const slow = {
    ...model,
    constants: new Map([...model.constants, ['eta', eta]]),
    simulation: { ...model.simulation, horizon: 20 },
  };
  expect(costSentence(slow)).toContain('20,000,000 steps of SGD');
});
