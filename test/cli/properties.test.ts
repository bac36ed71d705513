import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { selfCheck } from '../../properties/selfCheck.js';
import { readModel } from '../../src/model/readModel.js';
import { type PropertiesResult, propertiesResult } from '../../src/report/propertiesSchema.js';
import { collapse } from './collapse.js';

type Property = PropertiesResult['models'][number]['properties'][number];

async function run(...args: readonly string[]): Promise<{ status: number; properties: readonly Property[] }> {
  const { status, stdout, stderr } = await collapse('properties', ...args, '--json');
  expect(stderr).toBe('');
  const result: PropertiesResult = propertiesResult.parse(JSON.parse(stdout));
  return { status, properties: result.models[0].properties };
}

describe('collapse properties', () => {
  test('runs every property and exits 0 where none fails', async () => {
    const { status, properties } = await run('M5', '--runs', '4', '--seed', '3');
    expect(status).toBe(0);
    expect(properties.map(({ name, status: how }) => [name, how])).toEqual(
      [
        'invariance',
        'invariance-verdict',
        'gradients',
        'other-engines',
        'covariance',
        'sample-order',
        'exponent-sign',
        'small-learning-rate',
        'printed-model',
      ].map((name) => [name, 'passed']),
    );
  });

  test('exits 3 where one fails, with seed, path and the shrunk model as a model file', async () => {
    const { status, stdout } = await collapse('properties', 'M10', '--property', 'invariance', '--seed', '7');
    expect(status).toBe(3);
    expect(stdout).toMatch(/^FAILED +invariance/);
    expect(stdout).toContain('seed: 7');
    const [, path] = /path: (\S+)/.exec(stdout)!;
    expect(stdout).toContain(`again: collapse properties M10 --seed 7 --property invariance --path ${path}`);
  });

  test('the shrunk model is one that verify and derive accept', async () => {
    const { properties } = await run('M10', '--property', 'invariance');
    const file = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'shrunk.yaml');
    writeFileSync(file, properties[0].model!);
    expect(readModel(properties[0].model!, file).sets).toHaveLength(1);
    const derived = await collapse('derive', file, '--json');
    expect(derived.status).toBe(0);
    expect(JSON.parse(derived.stdout).models[0].sets[0].invariance.status).toBe('refuted');
  });

  test('the command that a failure names gives the same failure', async () => {
    const [first] = (await run('M10', '--property', 'invariance', '--seed', '2')).properties;
    const again = await run(...first.replay.split(' ').slice(2));
    expect(again.status).toBe(3);
    expect(again.properties[0]).toEqual(first.replay.includes('--path') ? { ...first, runs: 1, shrinks: 0 } : null);
  });

  test('says why a property does not apply', async () => {
    const { status, properties } = await run('M1', '--property', 'small-learning-rate');
    expect(status).toBe(0);
    expect(properties[0]).toMatchObject({ status: 'inapplicable', reason: 'an SDE without data has no SGD', runs: 0 });
  });

  test('--set replaces a constant and stands in the replay command', async () => {
    const { properties } = await run('M4', '--set', 'eta=0.1', '--property', 'covariance', '--runs', '3');
    expect(properties[0]).toMatchObject({ status: 'passed', runs: 3 });
    expect(properties[0].replay).toBe('collapse properties M4 --set eta=1/10 --seed 1 --property covariance');
  });

  test('--out writes text, JSON and the shrunk models', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'results');
    const { status, stdout } = await collapse('properties', 'M10', '--property', 'invariance', '--out', out);
    expect(status).toBe(3);
    expect(readdirSync(out).sort()).toEqual(['invariance.yaml', 'properties.json', 'properties.txt']);
    expect(readFileSync(join(out, 'properties.txt'), 'utf8')).toBe(stdout);
  });

  test.each([
    { args: ['M1', '--property', 'nobody'], says: 'invariance-verdict' },
    { args: ['M1', '--runs', '0'], says: '--runs' },
    { args: ['M5', '--property', 'covariance', '--path', 'x'], says: '--path' },
    { args: ['M5', '--property', 'covariance', '--path', '3:77777'], says: '--path' },
    { args: ['M99'], says: 'M1, M2' },
  ])('$args exits 2 with one message', async ({ args, says }) => {
    const { status, stdout, stderr } = await collapse('properties', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
  });
});

describe('npm run properties', () => {
  async function check(...args: readonly string[]) {
    let text = '';
    const write = (part: string): void => {
      text += part;
    };
    return { status: await selfCheck(args, { result: write, message: write }), text };
  }

  test('shares the runs out: half to random models, half to those with a name', async () => {
    const all = ['--runs', '44', '--property', 'printed-model'];
    const random = await check(...all, '--model', 'random');
    expect([random.status, random.text]).toEqual([
      0,
      expect.stringMatching(/^random\npassed +printed-model +22 runs\n/),
    ]);
    const named = await check(...all, '--model', 'M4');
    expect([named.status, named.text]).toEqual([0, expect.stringMatching(/^M4\npassed +printed-model +\d runs?\n/)]);
  });

  test('a set that the derivation refutes takes no part in invariance', async () => {
    const { status, text } = await check('--runs', '500', '--property', 'invariance', '--model', 'M10');
    expect(status).toBe(0);
    expect(text).toContain('no property failed');
  });

  test('an unknown name is a usage error', async () => {
    expect((await check('--model', 'M99')).status).toBe(2);
    expect((await check('--runs', 'many')).status).toBe(2);
  });

  test('leaves open what takes more work than its limit, and says so', async () => {
    const args = ['M2', '--property', 'invariance', '--runs', '50', '--time-limit', '0.01', '--json'];
    const { status, stdout, stderr } = await collapse('properties', ...args);
    const result: PropertiesResult = propertiesResult.parse(JSON.parse(stdout));
    expect([status, result.models[0].properties[0].status]).toEqual([0, 'exhausted']);
    expect(result.models[0].properties[0].runs).toBeLessThan(50);
    expect(result.undecided?.map(({ what }) => what)).toEqual(['invariance']);
    expect(stderr).toMatch(
      /^invariance is undecided: budget: [\d.]+ s of work were spent, its share of --time-limit 0.01/,
    );
  });
});
