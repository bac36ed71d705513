import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { probeResult } from '../../src/report/probeSchema.js';
import { npz } from '../npz.js';
import { collapse } from './collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'probe-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, arrays: Parameters<typeof npz>[0]): string => {
  const path = join(folder, name);
  writeFileSync(path, npz(arrays));
  return path;
};
const row = (count: number, value: (i: number) => number) => Array.from({ length: count }, (_, i) => value(i));
const network = file('network.npz', {
  'a/kernel': { shape: [2, 3], values: row(6, (i) => Math.sin(i + 1)) },
  'a/bias': { shape: [3], values: [0.1, -0.2, 0.3] },
  'b/kernel': { shape: [3, 2], values: row(6, (i) => Math.cos(i)) },
});
const data = file('data.npz', {
  inputs: { shape: [6, 2], values: row(12, (i) => Math.sin(3 * i)) },
  targets: { shape: [6], values: [0, 1, 1, 0, 1, 0] },
});
const usual = ['--activation', 'gelu', '--learning-rate', '0.1', '--batch', '2', '--steps', '20', '--replicas', '2'];
const run = (...more: string[]) => collapse('probe', network, '--data', data, ...usual, '--quiet', ...more);

test('every hidden unit is named with its exponents, and what happened is counted', async () => {
  const { status, stdout } = await run();
  expect(status).toBe(0);
  expect(stdout).toMatch(/a\/kernel 1 /);
  expect(stdout).toMatch(/signs of prediction and measurement, all sets: \d+ agree, \d+ disagree/);
  expect(stdout).toMatch(/after 200 steps, collapsed in at least half/);
});

test('the JSON holds to its schema and to the options, and files are written', async () => {
  const out = join(folder, 'out');
  const { stdout } = await run(
    '--json',
    '--loss',
    'cross-entropy',
    '--momentum',
    '0.5',
    '--horizon',
    '30',
    '--out',
    out,
  );
  const { settings, sets } = probeResult.parse(JSON.parse(stdout));
  expect(settings).toMatchObject({ learningRate: 0.1, batch: 2, momentum: 0.5, horizon: 30, loss: 'cross-entropy' });
  expect(sets.filter(({ kind }) => kind === 'vanishing').map(({ layer, unit }) => `${layer} ${unit}`)).toEqual([
    'a/kernel 1',
    'a/kernel 2',
    'a/kernel 3',
  ]);
  expect(sets[0].elsewhere.noise.map(({ factor }) => factor)).toEqual([0.25, 0.5, 2, 4]);
  for (const name of ['result.json', 'probe.svg', 'probe.png']) expect(existsSync(join(out, name))).toBe(true);
});

describe('input that cannot be followed is refused with a sentence', () => {
  test.each<[string, () => ReturnType<typeof run>, RegExp]>([
    ['a batch larger than the data', () => run('--batch', '7'), /--batch.*there are 6 samples/s],
    ['a horizon before the steps', () => run('--horizon', '10'), /--horizon.*ends before --steps/s],
    ['label noise on classes', () => run('--loss', 'cross-entropy', '--label-noise', '1'), /--label-noise/],
    ['one continuation', () => run('--replicas', '1'), /from 2 upward/],
    ['a learning rate of 0', () => run('--learning-rate', '0'), /above 0/],
    [
      'data of another width',
      () =>
        run(
          '--data',
          file('wide.npz', {
            inputs: { shape: [2, 3], values: row(6, () => 1) },
            targets: { shape: [2], values: [0, 1] },
          }),
        ),
      /inputs is 2 × 3.*rows of 2 numbers/s,
    ],
    [
      'classes that the network does not have',
      () =>
        run(
          '--data',
          file('classes.npz', { inputs: { shape: [1, 2], values: [1, 1] }, targets: { shape: [1], values: [2] } }),
        ),
      /whole numbers below 2/,
    ],
    [
      'data without targets',
      () => run('--data', file('half.npz', { inputs: { shape: [1, 2], values: [1, 1] } })),
      /no array targets/,
    ],
  ])('%s', async (_, refused, message) => {
    const { status, stderr } = await refused();
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('a convolution', async () => {
    const kernels = file('convolution.npz', {
      'a/kernel': { shape: [3, 3, 1, 2], values: row(18, () => 1) },
      'b/kernel': { shape: [2, 1], values: [1, 1] },
    });
    const { status, stderr } = await collapse('probe', kernels, '--data', data, ...usual);
    expect(status).toBe(2);
    expect(stderr).toMatch(/a\/kernel is a convolution/);
  });
});
