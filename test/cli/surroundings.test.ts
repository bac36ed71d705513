import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const model = new URL('../../src/model/builtin/m1-quartic-well.yaml', import.meta.url).pathname;
const diagonal = new URL('../../src/model/builtin/m5-diagonal-mode.yaml', import.meta.url).pathname;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surroundings ä '));
});
afterAll(() => rmSync(folder, { recursive: true }));

function collapse(args: readonly string[], shell = '"$0" "$@"') {
  return spawnSync('bash', ['-c', shell, process.execPath, program, ...args], { cwd: folder, encoding: 'utf8' });
}

describe('standard output', () => {
  test('that is closed early ends the command without a word', () => {
    const { status, stdout, stderr } = collapse(['derive', 'M2'], 'set -o pipefail; "$0" "$@" | head -1');
    expect([status, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
  });

  test.skipIf(!existsSync('/dev/full'))('that is full is one message and status 2', () => {
    const { status, stderr } = collapse(['derive', 'M2'], '"$0" "$@" > /dev/full');
    expect([status, stderr]).toEqual([2, 'error: standard output: nothing can be written there (ENOSPC)\n']);
  });
});

describe('--out', () => {
  test('says which files it replaced; a symbolic link is replaced and what it leads to left alone', () => {
    const out = join(folder, 'kept');
    const first = collapse(['derive', 'M1', '--out', out]);
    expect([first.status, first.stderr]).toEqual([0, '']);
    const precious = join(folder, 'precious');
    writeFileSync(precious, 'precious');
    rmSync(join(out, 'derivation.json'));
    symlinkSync(precious, join(out, 'derivation.json'));
    const second = collapse(['derive', 'M1', '--out', out]);
    expect(second.stderr).toBe(`replaced: ${join(out, 'derivation.json')}, ${join(out, 'derivation.txt')}\n`);
    expect(lstatSync(join(out, 'derivation.json')).isSymbolicLink()).toBe(false);
    expect(readFileSync(precious, 'utf8')).toBe('precious');
  });

  test('that is a file is one message and status 2', () => {
    const out = join(folder, 'a file');
    writeFileSync(out, '');
    const { status, stdout, stderr } = collapse(['derive', 'M1', '--out', out]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: --out .*a file: nothing can be written there \(a file of that name is there, EEXIST\); expected a folder/,
    );
  });

  test.runIf(existsSync('/proc/self'))(
    'where nothing can be made is one message and status 2, without end before',
    () => {
      const { status, stderr } = collapse(['derive', 'M1', '--out', '/proc/nothing']);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: --out \/proc\/nothing: nothing can be written there/);
    },
  );

  test.runIf(existsSync('/dev/zero'))('a device without end is no model and no data', () => {
    expect(collapse(['derive', '/dev/zero']).stderr).toMatch(
      /^error: \/dev\/zero: the file cannot be read \(it is a device/,
    );
    const endless = join(folder, 'endless.yaml');
    writeFileSync(endless, readFileSync(diagonal, 'utf8').replace('samples: [[0]]', 'csv: /dev/zero'));
    expect(collapse(['derive', endless]).stderr).toContain('/dev/zero cannot be read (it is a device, ENXIO)');
  });

  test('killed at any moment leaves whole files alone', async () => {
    const out = join(folder, 'killed');
    // from before the first file to after the last one; where a kill falls depends on the machine, what is right does not
    for (let i = 0; i < 12; i++) {
      const child = spawn(process.execPath, [program, 'derive', 'M1', '--json', '--out', out], { stdio: 'ignore' });
      const timer = setTimeout(() => child.kill('SIGKILL'), 150 + 30 * i);
      await once(child, 'exit');
      clearTimeout(timer);
      for (const name of existsSync(out) ? readdirSync(out) : []) {
        if (name === 'derivation.json') expect(JSON.parse(readFileSync(join(out, name), 'utf8')).schema).toBe(1);
        else expect(name).toMatch(/^derivation\.(txt|json\.\d+\.part|txt\.\d+\.part)$/);
      }
    }
  });
});

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('is answered at once, and what was done is printed', async () => {
    const out = join(folder, signal);
    const child = spawn(process.execPath, [program, 'verify', '--builtin', '--json', '--out', out], { cwd: folder });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    // the folder is made once the signal would be heard
    while (!existsSync(out)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    const [status] = await once(child, 'close');
    expect(status).toBe(130);
    expect(stderr).toMatch(/^stopping… again to quit now\ninterrupted: \d of \d+ models/);
    expect(JSON.parse(stdout).schema).toBe(1);
  });
});

test('a signal is answered in the midst of a long computation, and a second one ends it there', async () => {
  const long = new URL('../data/faults/troubles/mlp-gelu-set1.json', import.meta.url).pathname;
  const out = join(folder, 'long');
  const child = spawn(process.execPath, [program, 'discover', long, '--out', out], { cwd: folder });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  // one synchronous search of seconds begins once the folder is made
  while (!existsSync(out)) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGINT');
  while (stderr === '') await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const [status] = await once(child, 'close');
  expect([status, stdout, stderr]).toEqual([130, '', 'stopping… again to quit now\n']);
});

test('control characters and bidirectional marks of a file are shown, not obeyed', () => {
  const file = join(folder, 'steering.yaml');
  const text = readFileSync(model, 'utf8').replace(/^name: .*$/m, 'name: "red \\u001b[31m and \\u202e turned"');
  writeFileSync(file, text);
  const { status, stdout } = collapse(['verify', file, '--quick', '--quiet']);
  expect(status).toBe(0);
  expect(stdout).toContain('\\u001b[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
});

test.each(['C', 'tr_TR.UTF-8'])('under LANG=%s the words are the same', (language) => {
  const { stdout } = collapse(['derive', 'M1'], `LC_ALL=${language} LANG=${language} "$0" "$@"`);
  expect(stdout).toBe(collapse(['derive', 'M1']).stdout);
});
