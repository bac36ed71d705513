import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collapse } from './collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'contract-'));
afterAll(() => rmSync(folder, { recursive: true }));
const swept = join(folder, 'swept');

const commands: readonly (readonly string[])[] = [
  ['verify', 'M4', '--quick', '--backend', 'wasm'],
  ['table', 'M1', '--quick', '--format', 'json'],
  ['derive', 'M2'],
  ['check', 'examples/conjectures/1-scalar-neuron.yaml', '--quick'],
  ['discover', 'M2'],
  ['predict', 'M1', '--quick', '--spectrum'],
  ['sweep', 'M1', '--vary', 'zeta=1,3', '--measure', 'sde', '--quick', '--out', swept],
  ['status', swept],
  ['merge', swept],
  ['analyze', 'examples/networks/wide.npz'],
  ['properties', 'M1', '--runs', '2'],
];

type Found = { readonly [name: string]: unknown };

/** All objects in a result, with where they are. */
function* objectsIn(value: unknown, path = ''): Generator<readonly [string, Found]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Found];
  for (const [name, inner] of Object.entries(value)) yield* objectsIn(inner, `${path}.${name}`);
}

describe.each(commands)('collapse %s %s --json', (...args) => {
  const run = async (): Promise<Found[]> => {
    const isTable = args[0] === 'table';
    const { stdout, status } = await collapse(...args, ...(isTable ? [] : ['--json']));
    expect(status).toBe(0);
    const isLines = args[0] === 'sweep' || args[0] === 'merge';
    return isLines
      ? stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [JSON.parse(stdout)];
  };

  test('has schema, version and seed, and beside every interval its level', async () => {
    const [first, ...lines] = await run();
    expect(first).toMatchObject({ schema: 1, version: JSON.parse(readFileSync('package.json', 'utf8')).version });
    expect(first).toHaveProperty('seed');
    for (const [path, found] of objectsIn([first, ...lines])) {
      for (const name of Object.keys(found).filter((one) => /interval$/i.test(one) && found[one] !== null))
        expect(found, `${path}.${name}`).toHaveProperty(
          name.replace('nterval', '').replace(/i$/, 'level').replace(/I$/, 'Level'),
        );
      if ('series' in found)
        expect(Object.keys(found.series as Found), path).toEqual(['t', 'median', 'quantiles', 'fraction']);
    }
  });
});

test('a sweep that was put together is printed cell by cell, with the averages of every process', async () => {
  const { stdout } = await collapse('merge', swept, '--json');
  expect(stdout).toBe(readFileSync(join(swept, 'sweep.jsonl'), 'utf8'));
  const averages = ['sdeAveraged', 'eulerMaruyamaAveraged', 'sgdAveraged'];
  expect(JSON.parse(stdout.split('\n')[1]).exponents).toMatchObject(
    Object.fromEntries(averages.map((name) => [name, null])),
  );
});
