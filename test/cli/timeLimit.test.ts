import { describe, expect, test } from 'vitest';
import { collapse } from './collapse.js';

const raised = /budget: .* s of work were spent, its share of --time-limit \S+; a larger one raises it/;

describe('what takes more work than --time-limit allows is undecided: budget', () => {
  test.each([
    { args: ['derive', 'M3'], limit: '0.005', what: 'identical neurons' },
    { args: ['predict', 'M3'], limit: '0.005', what: 'identical neurons' },
    { args: ['verify', 'M3', '--quick', '--backend', 'cpu'], limit: '0.005', what: 'identical neurons' },
  ])('$args names the set, and has no row of it', async ({ args, limit, what }) => {
    const { status, stdout, stderr } = await collapse(...args, '--time-limit', limit, '--json', '--quiet');
    const { models, undecided } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(models.flatMap(({ sets }: { sets: unknown[] }) => sets)).toEqual([]);
    expect(undecided.map((one: { what: string }) => one.what)).toContainEqual(expect.stringContaining(what));
    for (const { reason } of undecided) expect(reason).toMatch(raised);
    expect(stderr).toMatch(raised);
  });

  test('claims have the status undecided, with that reason', async () => {
    const { stdout } = await collapse('check', 'M2', '--time-limit', '0.005', '--json', '--quiet');
    const [{ claims }] = JSON.parse(stdout).models;
    expect(claims).toHaveLength(2);
    for (const { status, reason } of claims)
      expect([status, reason]).toEqual(['undecided', expect.stringMatching(raised)]);
  });

  test('discover keeps the sets that it has, and says that there may be more', async () => {
    const { stdout } = await collapse('discover', 'M3', '--time-limit', '0.04', '--json', '--quiet');
    const [{ sets, bounds }] = JSON.parse(stdout).models;
    const whole = JSON.parse((await collapse('discover', 'M3', '--json', '--quiet')).stdout).models[0];
    expect(bounds).toEqual(['time limit']);
    expect(whole.bounds).toEqual([]);
    expect(sets.length).toBeLessThan(whole.sets.length);
  });
});

test('a limit that is not reached changes nothing', async () => {
  const [usual, large] = await Promise.all(
    [[], ['--time-limit', '6000']].map((more) => collapse('derive', 'M3', ...more)),
  );
  expect(large).toEqual(usual);
});

test('--help states the limit, and a limit of 0 is refused', async () => {
  for (const command of ['derive', 'predict', 'check', 'discover', 'verify', 'table'])
    expect((await collapse(command, '--help')).stdout).toMatch(/--time-limit <seconds>[^-]*\(default: 60\)/);
  expect(await collapse('derive', 'M1', '--time-limit', '0')).toMatchObject({ status: 2, stdout: '' });
});
