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

  test.each([['predict'], ['verify', '--quick', '--backend', 'cpu']])(
    '%s of a set keeps the exponents that it has, and names those that are cut',
    async (...args) => {
      const { stdout } = await collapse(...args, 'M3', '--time-limit', '0.05', '--json', '--quiet');
      const { models, undecided } = JSON.parse(stdout);
      const [{ exponents }] = models[0].sets;
      expect(exponents.sde.value).toBeCloseTo(0.3737697, 6);
      expect(exponents.sdeAveraged).toBeNull();
      const named = undecided.map((one: { what: string }) => one.what);
      expect(named).toContainEqual(expect.stringMatching(/identical neurons: exponents\.sdeAveraged$/));
    },
  );

  test('cells of a sweep have a limit each, and are the same in whatever part', async () => {
    const swept = async (...args: string[]) => {
      const { stdout } = await collapse('sweep', 'M3', ...args, '--time-limit', '0.05', '--json', '--quiet');
      return stdout.trimEnd().split('\n').slice(1);
    };
    const together = await swept('--vary', 'eta=0.05,0.1');
    for (const line of together) {
      const { undecided, exponents, prediction } = JSON.parse(line);
      expect([exponents.sde === null, exponents.sdeAveraged, prediction]).toEqual([false, null, 'undecided']);
      for (const { reason } of undecided) expect(reason).toMatch(raised);
    }
    const [alone] = await swept('--vary', 'eta=0.1');
    const [, second] = together.map((line) => JSON.parse(line));
    expect(JSON.parse(alone).exponents).toEqual(second.exponents);
    expect(JSON.parse(alone).undecided.map(({ what }: { what: string }) => what)).toEqual(
      second.undecided.map(({ what }: { what: string }) => what),
    );
  });

  test('a sweep of a set whose derivation is cut has no cells', async () => {
    const { status, stdout, stderr } = await collapse(
      'sweep',
      'M3',
      '--vary',
      'eta=0.1',
      '--time-limit',
      '0.001',
      '--json',
    );
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
    expect(stderr).toMatch(/identical neurons is undecided: budget: .*--time-limit/);
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
  for (const command of ['derive', 'predict', 'check', 'discover', 'verify', 'table', 'sweep'])
    expect((await collapse(command, '--help')).stdout).toMatch(/--time-limit <seconds>[^-]*\(default: 60\)/);
  expect(await collapse('derive', 'M1', '--time-limit', '0')).toMatchObject({ status: 2, stdout: '' });
});
