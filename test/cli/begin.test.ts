import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { builtinModels } from '../../src/model/builtin/index.js';
import { collapse } from './collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'begin-'));

describe('the built-in models', () => {
  test('are listed, one line each with its name', async () => {
    const { status, stdout } = await collapse('list');
    const lines = stdout.trimEnd().split('\n');
    expect([status, lines.length]).toEqual([0, builtinModels.length]);
    expect(lines[1]).toMatch(/^M2 +scalar tanh neuron: /);
    const listed = JSON.parse((await collapse('list', '--json')).stdout);
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(builtinModels.map(({ id }) => id));
  });

  test('are shown as they are written', async () => {
    const { stdout } = await collapse('show', 'm2');
    expect(stdout).toBe(readFileSync('src/model/builtin/m2-tanh-neuron.yaml', 'utf8'));
    expect((await collapse('show', 'M99')).status).toBe(2);
  });
});

describe('a new model file', () => {
  const file = join(folder, 'model.yaml');

  test('tells editors its schema, and its claims are proved as they stand', async () => {
    expect(await collapse('init', file)).toMatchObject({ status: 0, stdout: '' });
    const [first] = readFileSync(file, 'utf8').split('\n');
    expect(existsSync(resolve(dirname(file), first.replace('# yaml-language-server: $schema=', '')))).toBe(true);
    const { stdout } = await collapse('check', file);
    expect(stdout).toContain('2 proved, 0 refuted, 0 undecided');
  });

  test('replaces none that is there, and begins with a built-in one where asked', async () => {
    const before = readFileSync(file, 'utf8');
    expect(await collapse('init', file)).toMatchObject({ status: 2, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    const copy = join(folder, 'copy.yaml');
    await collapse('init', copy, '--from', 'M1');
    const { stdout } = await collapse('derive', copy);
    expect(stdout).toBe((await collapse('derive', 'M1')).stdout.replaceAll('M1', copy));
  });

  test('is not written into a folder that is missing', async () => {
    const { status, stderr } = await collapse('init', join(folder, 'no', 'x.yaml'));
    expect(status).toBe(2);
    expect(stderr).toContain('ENOENT');
  });
});

describe('completion', () => {
  const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
  const ask = (...args: string[]): string[] =>
    execFileSync(process.execPath, [main, 'complete', '--', ...args], { encoding: 'utf8' }).split('\n');

  test('knows commands, built-in models, files and the values of options', () => {
    expect(ask('veri').some((line) => line.startsWith('verify\t'))).toBe(true);
    expect(ask('derive', 'M10').some((line) => line.startsWith('M10\t'))).toBe(true);
    expect(ask('derive', 'examples/my').some((line) => line.startsWith('examples/my-neuron.yaml'))).toBe(true);
    expect(ask('table', '--format', 'lat').some((line) => line.startsWith('latex'))).toBe(true);
  });

  test.each(['bash', 'zsh', 'fish'])('has a script for %s', (shell) => {
    expect(execFileSync(process.execPath, [main, 'completion', shell], { encoding: 'utf8' })).toContain('collapse');
  });
});

describe('options that do nothing for a command', () => {
  test.each([
    ['derive', 'M1', '--threads', '2'],
    ['discover', 'M3', '--backend', 'cpu'],
    ['predict', 'M1', '--strict'],
    ['sweep', 'M1', '--vary', 'zeta=1,2', '--strict'],
  ])('%s %s %s is refused', async (...args) => {
    const { status, stderr } = await collapse(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('unknown option');
  });
});
