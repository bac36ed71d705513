import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deriveResult } from '../../src/report/resultSchema.js';
import { collapse } from './collapse.js';

describe('collapse derive', () => {
  test('prints the derivation as text, whatever the case of the id', async () => {
    const [upper, lower] = await Promise.all([collapse('derive', 'M1'), collapse('derive', 'm1')]);
    expect(upper.status).toBe(0);
    expect(upper.stdout).toContain('zeta^2/2 - mu');
    expect(lower.stdout).toBe(upper.stdout);
  });

  test('prints JSON of the shipped schema, with --json as with --format json', async () => {
    const [json, format] = await Promise.all([
      collapse('derive', 'M4', '--json', '--seed', '5'),
      collapse('derive', 'M4', '--format', 'json', '--seed', '5'),
    ]);
    const result = deriveResult.parse(JSON.parse(json.stdout));
    expect([result.schema, result.seed, result.models[0].source]).toEqual([1, 5, 'M4']);
    expect(format.stdout).toBe(json.stdout);
  });

  test('has each piece of a schedule, of later ones what differs', async () => {
    const file = 'test/data/scheduled.yaml';
    const [json, text] = await Promise.all([collapse('derive', file, '--json'), collapse('derive', file)]);
    const { models } = deriveResult.parse(JSON.parse(json.stdout));
    expect(models.map(({ name }) => name)).toEqual(['scheduled, steps 0 to 200', 'scheduled, steps 200 to 1200']);
    // the set attracts where ηζ²/2 > |mean(xy)|/mean(x²) = 0.6/1, and the rate of the second piece is a tenth
    const thresholds = models.map(({ sets }) => sets[0].thresholds.find(({ parameter }) => parameter === 'eta')?.value);
    expect(thresholds.map(Number)).toEqual([expect.closeTo(1.2 / 9, 12), expect.closeTo(12 / 9, 12)]);
    expect(text.stdout.match(/Curvature/g)).toHaveLength(1);
    expect(text.stdout.match(/Threshold/g)).toHaveLength(2);
  });

  test('Ctrl-C keeps the sets that are done, prints them and exits 130', async () => {
    const listeners = process.listenerCount('SIGINT');
    const pending = collapse('derive', 'M10', '--json');
    while (process.listenerCount('SIGINT') === listeners) await new Promise(setImmediate);
    process.emit('SIGINT');
    const { status, stdout, stderr } = await pending;
    expect(status).toBe(130);
    expect(stderr).toMatch(/interrupted: [01] of 2 sets/);
    expect(deriveResult.parse(JSON.parse(stdout)).models[0].sets.length).toBeLessThan(2);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  test('asks the other engines on --cross-check alone, and prints the same', async () => {
    const [plain, checked] = await Promise.all([collapse('derive', 'M2'), collapse('derive', 'M2', '--cross-check')]);
    expect(plain.stderr).toBe('');
    expect(checked.stderr).toMatch(/^note: derivatives that agree: \d+ of mathjs, \d+ of nerdamer\n$/);
    expect(checked.stdout).toBe(plain.stdout);
  });

  test('is not ended by a wrong answer of another engine', async () => {
    const file = 'test/data/faults/large-constant.json';
    const [plain, checked] = await Promise.all([collapse('derive', file), collapse('derive', file, '--cross-check')]);
    expect([plain.status, plain.stderr, checked.status]).toEqual([0, '', 0]);
    expect(checked.stderr).toMatch(
      /nerdamer and our core differ on the derivative of 1e400 - w4 - cosh\(w2\) by w2 .* ours\n/,
    );
  });

  test('takes constants from --set, exactly', async () => {
    const { stdout } = await collapse('derive', 'M1', '--json', '--set', 'mu=1/3', '--set', 'zeta=2');
    const [set] = deriveResult.parse(JSON.parse(stdout)).models[0].sets;
    expect(set.condition.value).toBeCloseTo(2 - 1 / 3, 15);
  });

  test('reads a file and its csv from where the file stands, and writes into --out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'collapse-'));
    const model = [
      'name: chain',
      'parameters: [w1, w2]',
      'inputs: [x]',
      'targets: [y]',
      'output: w1*w2*x',
      'loss: squared',
      'constants: { eta: 0.1 }',
      'learningRate: eta',
      'data: { csv: points.csv }',
      'noise: [{ kind: minibatch, batch: 1 }]',
      'sets: [{ name: origin, equations: [w1, w2] }]',
    ];
    writeFileSync(join(folder, 'chain.yaml'), model.join('\n'));
    writeFileSync(join(folder, 'points.csv'), 'x,y\n1,2\n3,4\n');
    const out = join(folder, 'a', 'b');
    const { status, stdout } = await collapse('derive', join(folder, 'chain.yaml'), '--format', 'md', '--out', out);
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['derivation.json', 'derivation.md']);
    expect(readFileSync(join(out, 'derivation.md'), 'utf8')).toBe(stdout);
  });
});

test('constants are set under any spelling of their names, elements of arrays too', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'arrays.yaml');
  writeFileSync(
    file,
    `name: arrays
parameters: { w: [2] }
constants: { η: 0.5, m: [1, 2] }
drift: ["-m*w"]
noise: [{ kind: explicit, diffusion: [["η*w[1]"], ["η*w[2]"]] }]
sets: [{ name: origin, equations: [w] }]
`,
  );
  const derived = async (setting: string) => (await collapse('derive', file, '--json', '--set', setting)).stdout;
  expect(await derived('η=2')).toBe(await derived('eta=2'));
  expect(await derived('m[2]=1/3')).toBe(await derived('m[ 2 ] = 1/3'));
  expect(await derived('m[2]=1/3')).not.toBe(await derived('m[2]=3'));
});
