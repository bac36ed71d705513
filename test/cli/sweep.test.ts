import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepHeader, sweepLine } from '../../src/report/sweepSchema.js';
import { collapse } from './collapse.js';

const program = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const grid = ['--vary', 'zeta=0.5:3:6', '--vary', 'mu=log:0.5:2:3'];
const measuring = [...grid, '--measure', 'sde', '--quick'];
const results = ['sweep.csv', 'sweep.jsonl', 'sweep.png', 'sweep.svg', 'sweep.tex'];
const contents = (out: string): string[] => results.map((name) => readFileSync(join(out, name), 'latin1'));

test('the quartic well attracts where zeta > sqrt(2 mu), in every cell of the plane', async () => {
  const { status, stdout } = await collapse('sweep', 'M1', ...grid, '--json');
  expect(status).toBe(0);
  const [first, ...rest] = stdout.trimEnd().split('\n');
  const header = sweepHeader.parse(JSON.parse(first));
  expect([header.cells, header.grid.map(({ constant }) => constant)]).toEqual([18, ['zeta', 'mu']]);
  expect(rest).toHaveLength(18);
  for (const text of rest) {
    const { constants, prediction, exponents, verdict } = sweepLine.parse(JSON.parse(text));
    const alpha = constants.zeta ** 2 / 2 - constants.mu;
    expect(prediction).toBe(alpha === 0 ? 'undecided' : alpha > 0 ? 'attractive' : 'repelling');
    expect(exponents.sde?.value).toBeCloseTo(-alpha, 12);
    expect(verdict).toBeNull();
  }
});

test('a cell is what verify gives for its constants', async () => {
  const { stdout } = await collapse('sweep', 'M1', '--vary', 'zeta=2', '--measure', 'sde', '--quick', '--json');
  const cell = sweepLine.parse(JSON.parse(stdout.trimEnd().split('\n')[1]));
  const verified = await collapse('verify', 'M1', '--set', 'zeta=2', '--quick', '--json');
  const [set] = JSON.parse(verified.stdout).models[0].sets;
  expect(cell.evidence.sde).toEqual({ ...set.evidence.sde, replay: cell.evidence.sde?.replay });
  expect(cell.exponents.sde?.value).toBe(set.exponents.sde.value);
  expect(cell.evidence.sde?.replay).toBe('collapse verify M1 --set zeta=2 --seed 1 --quick');
});

test('each piece of a learning rate is predicted as at its rate alone', async () => {
  const written = (rate: string) => `name: valley
parameters: [u, v]
inputs: [x]
targets: [y]
output: u*v*x
loss: squared
constants: { eta: 0.1, zeta: 1 }
data: { samples: [[1, 0.5], [2, 1]] }
learningRate: ${rate}
noise: [{ kind: label, std: zeta, batch: 1 }]
sets: [{ name: s, equations: [u, v] }]
`;
  const cellsOf = async (rate: string): Promise<ReturnType<typeof sweepLine.parse>[]> => {
    const file = join(folder, 'pieces.yaml');
    writeFileSync(file, written(rate));
    const { stdout } = await collapse('sweep', file, '--vary', 'zeta=0.5,2', '--json');
    return stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((text) => sweepLine.parse(JSON.parse(text)));
  };
  const pieces = await cellsOf('{ schedule: [{ until: 30, rate: 2*eta }, { rate: eta }] }');
  const [early, late] = [await cellsOf('2*eta'), await cellsOf('eta')];
  for (const [i, { steps, before, prediction, exponents }] of pieces.entries()) {
    expect(steps?.[0]).toBe(30);
    expect({ prediction, exponents }).toEqual({ prediction: late[i].prediction, exponents: late[i].exponents });
    expect(before).toEqual([{ steps: [0, 30], prediction: early[i].prediction, exponents: early[i].exponents }]);
    expect(exponents.sgd?.value).not.toBe(early[i].exponents.sgd?.value);
  }
  expect(late[0].steps).toBeUndefined();
});

test('a border of the region of a derivation is no inner point of a sweep: relu(c + w^2) - w^2/2 at c = 0', async () => {
  const file = join(folder, 'border.yaml');
  writeFileSync(
    file,
    `name: a border in c
parameters: [w]
inputs: [x]
loss: relu(c + w^2) - w^2/2
constants: { eta: 0.1, c: 1 }
data: { samples: [[1], [2]] }
learningRate: eta
noise: [{ kind: minibatch, batch: 1 }]
sets: [{ name: s, equations: [w] }]
`,
  );
  const { stdout } = await collapse('sweep', file, '--vary', 'c=-1,0,1', '--json');
  const cells = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((text) => sweepLine.parse(JSON.parse(text)));
  const found = cells
    .sort((a, b) => a.cell - b.cell)
    .map(({ prediction, exponents }) => [prediction, exponents.sde?.value]);
  expect(found).toEqual([
    ['repelling', 1],
    ['undecided', undefined],
    ['attractive', -1],
  ]);
});

describe('with --out', () => {
  test('parts put together are byte for byte what one run writes', async () => {
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    expect((await collapse('sweep', 'M1', ...measuring, '--out', whole)).status).toBe(0);
    for (const shard of ['1/3', '2/3', '3/3']) {
      expect((await collapse('sweep', 'M1', ...measuring, '--shard', shard, '--out', parts)).status).toBe(0);
    }
    expect(existsSync(join(parts, 'sweep.jsonl'))).toBe(false);
    const merged = await collapse('merge', parts);
    expect([merged.status, merged.stderr]).toEqual([0, '']);
    expect(contents(parts)).toEqual(contents(whole));
  });

  test('killed at any moment it loses no cell that was done, and --resume ends with the same bytes', async () => {
    const out = join(folder, 'killed');
    const args = [program, 'sweep', 'M1', ...measuring, '--threads', '1', '--out', out];
    const again = [...args, '--resume'];
    let before = 0;
    for (let i = 0; i < 8 && !existsSync(join(out, 'sweep.jsonl')); i++) {
      const child = spawn(process.execPath, i === 0 ? args : again, { stdio: 'ignore' });
      const timer = setTimeout(() => child.kill('SIGKILL'), 500 + 150 * i);
      await once(child, 'exit');
      clearTimeout(timer);
      const file = join(out, 'part-1-of-1.jsonl');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0;
      expect(lines).toBeGreaterThanOrEqual(before);
      before = lines;
    }
    const child = spawn(process.execPath, again, { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(contents(out)).toEqual(contents(join(folder, 'whole')));
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a line that a crash cut short is done again; another sweep, or a folder in use, is refused', async () => {
    const out = join(folder, 'torn');
    await collapse('sweep', 'M1', ...grid, '--out', out);
    const file = join(out, 'part-1-of-1.jsonl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -20));
    const resumed = await collapse('sweep', 'M1', ...grid, '--out', out, '--resume');
    expect(resumed.status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const twice = await collapse('sweep', 'M1', ...grid, '--out', out);
    expect([twice.status, twice.stderr]).toEqual([2, expect.stringContaining('--resume to go on with it')]);
    const other = await collapse('sweep', 'M1', ...grid, '--seed', '2', '--out', out, '--resume');
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('a run with seed 1; expected seed 2')]);
    appendFileSync(file, '{"cell":"none"}\n');
    const broken = await collapse('merge', out);
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringMatching(/jsonl:20: no line of collapse sweep/)]);
  });

  test('merge names the cells that are missing', async () => {
    const out = join(folder, 'missing');
    await collapse('sweep', 'M1', ...grid, '--shard', '1/2', '--out', out);
    const { status, stderr } = await collapse('merge', out);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/cells are missing: \d+, .*collapse sweep M1/)]);
  });
});

test.each([
  [['M1'], /nothing is varied/],
  [['M1', '--vary', 'nu=0:1:2'], /no constant nu/],
  [['M1', '--vary', 'mu=0:1:2', '--of', 'x'], /no such set.*hilltop/],
  [['M1', '--vary', 'mu=0:1:2', '--plot', 'x.jpg'], /no plot is written as \.jpg/],
  [['M1', '--vary', 'mu=0:1:2', '--resume'], /--out/],
  [['M1', '--vary', 'mu=0:1:2', '--shard', '1/2'], /--out/],
  [['M1', '--vary', 'mu=0:1:2', '--shard', '2/1'], /i\/n/],
])('sweep %j is one clear message', async (args, message) => {
  const { status, stdout, stderr } = await collapse('sweep', ...args);
  expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr).toMatch(message);
});
