import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/* What a user gets where the machine or the installation lacks something. */

const folder = mkdtempSync(join(tmpdir(), 'damaged ü '));
const tensors = join('node_modules', '@tensorflow');
const wasmBackend = 'tfjs-backend-wasm';

/** A copy of the built package whose worker and whose wasm backend can be damaged; all else is linked. */
beforeAll(() => {
  mkdirSync(join(folder, tensors), { recursive: true });
  for (const part of ['dist', 'src/model/builtin', 'package.json', join(tensors, wasmBackend)])
    cpSync(part, join(folder, part), { recursive: true });
  const link = (place: string, skipped: string) => {
    for (const name of readdirSync(place).filter((one) => one !== skipped && !one.startsWith('.')))
      symlinkSync(resolve(place, name), join(folder, place, name));
  };
  link('node_modules', '@tensorflow');
  link(tensors, wasmBackend);
});
afterAll(() => rmSync(folder, { recursive: true }));

function collapse(args: readonly string[], options: { shell?: string; env?: Record<string, string> } = {}) {
  const { shell = '"$0" "$@"', env = {} } = options;
  const program = join(folder, 'dist/src/cli/main.js');
  const run = ['-c', shell, process.execPath, program, ...args];
  return spawnSync('bash', run, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
}

test('without its wasm file the backend is refused where it is asked for, and plain JavaScript trains where it is not', () => {
  const wasm = join(folder, tensors, wasmBackend, 'dist');
  for (const name of readdirSync(wasm)) if (name.endsWith('.wasm')) rmSync(join(wasm, name));
  const asked = collapse(['verify', 'M4', '--quick', '--backend', 'wasm']);
  expect([asked.status, asked.stdout, asked.stderr]).toEqual([
    2,
    '',
    'error: --backend: the wasm backend of TensorFlow.js is not usable here; expected --backend auto or cpu\n',
  ]);
  const { status, stdout, stderr } = collapse(['verify', 'M4', '--quick']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/SGD was trained on the (JavaScript|native) backend/);
});

describe('a worker that dies', () => {
  const ensemble = `
    import { readFileSync } from 'node:fs';
    import { readModel } from './dist/src/model/readModel.js';
    import { simulateEnsemble } from './dist/src/sde/ensemble.js';
    const model = readModel(readFileSync('src/model/builtin/m2-tanh-neuron.yaml', 'utf8'), 'm2');
    const simulation = { ...model.simulation, horizon: 40, trajectories: 80 };
    const measured = await simulateEnsemble({ ...model, simulation }, model.sets[0], { seed: 1, threads: +process.argv[2] });
    console.log(JSON.stringify(measured));`;
  const measured = (threads: number) => {
    writeFileSync(join(folder, 'ensemble.mjs'), ensemble);
    const run = ['--max-old-space-size=200', 'ensemble.mjs', String(threads)];
    return spawnSync(process.execPath, run, { cwd: folder, encoding: 'utf8' });
  };

  test.each([
    ['by itself', 'export default () => process.exit(9);'],
    ['of memory', 'const kept = []; export default () => { for (;;) kept.push(new Array(1e6).fill(1.5)); };'],
  ])('%s leaves its work to the others, and changes no number', (_, worker) => {
    const alone = measured(1);
    expect([alone.status, alone.stderr]).toEqual([0, '']);
    writeFileSync(join(folder, 'dist/src/sde/worker.js'), worker);
    const { status, stdout, stderr } = measured(2);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(alone.stdout);
  });
});

test('memory that is used up is one message', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `[${i / 7}, ${i / 3}]`).join(', ');
  const text =
    'name: large\nparameters: [w, a]\ninputs: [x]\ntargets: [y]\noutput: a*tanh(w*x)\nloss: squared\n' +
    `learningRate: 0.1\nnoise: []\nsets: [{ name: dead, equations: [w, a] }]\ndata: { samples: [${rows}] }\n`;
  writeFileSync(join(folder, 'large.yaml'), text);
  const { status, stdout, stderr } = collapse(['derive', 'large.yaml'], {
    env: { NODE_OPTIONS: '--max-old-space-size=30' },
  });
  expect([status, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(/^error: the memory that Node\.js allows is used up; NODE_OPTIONS=--max-old-space-size=\d+ /);
});

describe('a disk that is full is one message and status 2, and leaves no part of a file behind', () => {
  test.each([
    ['derive', ['M2']],
    ['verify', ['M4', '--quick', '--backend', 'cpu']],
  ])('%s', (command, args) => {
    const out = join(folder, `full ${command}`);
    const { status, stdout, stderr } = collapse([command, ...args, '--out', out], { shell: 'ulimit -f 1; "$0" "$@"' });
    expect([status, command === 'verify' ? stdout : '']).toEqual([2, '']);
    expect(stderr).toBe(
      `error: --out ${out}: nothing can be written there (the file would be larger than is allowed, EFBIG); expected a folder that can be written, with room for the results\n`,
    );
    expect(readdirSync(out)).toEqual([]);
  });

  test('init', () => {
    const { status, stderr } = collapse(['init', 'mine.yaml'], { shell: 'ulimit -f 0; "$0" "$@"' });
    expect([status, readdirSync(folder).includes('mine.yaml')]).toEqual([2, false]);
    expect(stderr).toMatch(/^error: mine.yaml: nothing can be written there \(the file would be larger/);
  });
});

test('a folder that may not be written is one message and status 2, before anything is computed', () => {
  const out = join(folder, 'locked');
  mkdirSync(out, { mode: 0o555 });
  // root may write everywhere, and is asked for nothing then
  const isRoot = process.getuid?.() === 0;
  const place = isRoot ? '/sys/results' : join(out, 'results');
  for (const command of [
    ['derive', 'M2'],
    ['verify', 'M4'],
    ['sweep', 'M4', '--vary', 'eta=0.1,0.2'],
  ]) {
    const { status, stdout, stderr } = collapse([...command, '--out', place]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: --out .*: nothing can be written there \(no permission, (EACCES|EPERM)\); expected/,
    );
  }
});
