import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collapse } from './collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'collapse-'));
writeFileSync(join(folder, 'typo.yaml'), 'name: a\nparameters: [w]\npotental: w^2\n');

describe('usage', () => {
  test.each([
    ['--help'],
    ['verify', '--help'],
    ['derive', '--help'],
    ['predict', '--help'],
    ['table', '--help'],
    ['--version'],
  ])('%s %s exits 0', async (...args) => {
    const { status, stdout, stderr } = await collapse(...args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toBe('');
  });

  test('--version is the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await collapse('--version')).stdout.trim()).toBe(version);
  });

  test.each([
    { args: [], says: 'Usage' },
    { args: ['bogus'], says: 'bogus' },
    { args: ['derive'], says: 'model' },
    { args: ['derive', 'M1', '--formt', 'md'], says: '--formt' },
    { args: ['derive', 'M1', '--format', 'pdf'], says: 'text, md, latex or json' },
    { args: ['derive', 'M1', 'M2'], says: 'too many arguments' },
    { args: ['derive', 'M99'], says: 'M1, M2' },
    { args: ['derive', 'nope.yaml'], says: 'nope.yaml' },
    { args: ['derive', join(folder, 'typo.yaml')], says: 'typo.yaml:3' },
    { args: ['verify'], says: '--builtin' },
    { args: ['verify', 'M1', '--seed', '-1'], says: '--seed' },
    { args: ['verify', 'M1', '--seed', '1.5'], says: 'whole number' },
    { args: ['verify', 'M1', '--threads', '0'], says: '--threads' },
    { args: ['verify', 'M1', '--backend', 'gpu'], says: 'auto, native, wasm, cpu' },
    { args: ['verify', 'M1', '--set', 'zeta'], says: 'name=value' },
    { args: ['verify', 'M1', '--set', 'zeta=two'], says: '--set' },
    { args: ['verify', 'M1', '--set', 'zta=2'], says: 'zeta' },
    { args: ['verify', 'M1', 'M2', '--set', 'nobody=2'], says: 'nobody' },
    { args: ['verify', 'M1', '--out', '/dev/null/x'], says: '--out' },
  ])('collapse $args exits 2 with one message and no stack', async ({ args, says }) => {
    const { status, stdout, stderr } = await collapse(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
    if (args.length > 0)
      expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('('))).toHaveLength(1);
  });
});
