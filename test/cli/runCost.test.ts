import { expect, test } from 'vitest';
import {
  costSentence,
  requireLength,
  sweepCostSentence,
  usualMaxSteps,
  usualMaxStepsOfSweep,
} from '../../src/cli/runCost.js';
import { builtin } from '../builtin.js';
import { collapse } from './collapse.js';

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

test('ensembles of more steps than allowed are refused before they start, with the number to write', async () => {
  const model = builtin('M2');
  expect(() => requireLength([model], undefined)).not.toThrow();
  const long = { ...model, simulation: { ...model.simulation, horizon: 1e12 } };
  expect(() => requireLength([long], usualMaxSteps)).toThrow('--max-steps');
  const { status, stderr } = await collapse('verify', 'M2', '--max-steps', '1000');
  expect(status).toBe(2);
  const [, number] = /--max-steps (\d+)$/m.exec(stderr) ?? [];
  expect(() => requireLength([model], Number(number))).not.toThrow();
  expect(stderr).toMatch(/take [\d,]+ steps, more than the 1,000 that --max-steps allows/);
});

test('a small learning rate makes more steps than are taken without being asked for, a sweep is allowed more', async () => {
  const { status, stderr } = await collapse('verify', 'M2', '--quick', '--set', 'eta=1e-6');
  expect(status).toBe(2);
  expect(stderr).toMatch(/: the ensembles take [\d,]+ steps, more than the 1,000,000,000 that --max-steps allows/);
  expect(usualMaxStepsOfSweep).toBeGreaterThan(usualMaxSteps);
});

test('a batch that fits no memory is refused before anything is trained', () => {
  const model = builtin('M4');
  const noise = [{ kind: 'minibatch', batch: 1_000_000_000, sampling: 'with-replacement' }] as const;
  expect(() => requireLength([{ ...model, noise }])).toThrow(
    'a step of SGD draws 1,000,000,000 samples, more than the 1,000,000 that training holds; expected a smaller batch',
  );
});

test('a sweep counts the steps of every cell by its own learning rate, and announces them', async () => {
  const sweep = ['sweep', 'M2', '--vary', 'eta=0.000001,0.1', '--measure', 'both', '--quiet'];
  const { status, stderr } = await collapse(...sweep, '--max-steps', '1000000000');
  expect(status).toBe(2);
  const [, total] = /take ([\d,]+) steps, more than/.exec(stderr) ?? [];
  // the cell at eta = 1e-6 alone
  const { horizon, trajectories } = builtin('M2').simulation;
  expect(Number(total.replaceAll(',', ''))).toBeGreaterThan((horizon / 1e-6) * trajectories);
  expect(sweepCostSentence([builtin('M2')])).toBeNull();
  const slow = { ...builtin('M2'), simulation: { ...builtin('M2').simulation, horizon: 1e5 } };
  expect(sweepCostSentence([slow, slow])).toMatch(/2 cells take [\d,]+ steps/);
});

test('a learning rate of 1e-200 is refused in a sentence', async () => {
  const file = 'properties/corpus/commands/timeout-derive-21-148.json';
  const { status, stderr } = await collapse('verify', file, '--quick');
  expect([status, stderr]).toEqual([2, expect.stringContaining('of SGD')]);
});
