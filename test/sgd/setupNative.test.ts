import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'native-'));
const cache = join(folder, 'cache');
const environment = { ...process.env, COLLAPSE_CACHE: cache };

function setup(env: NodeJS.ProcessEnv, ...args: string[]): { status: number | null; stderr: string; stdout: string } {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/setupNative.mjs', ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stderr, stdout };
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('npm run setup:native', () => {
  test('says where it keeps what it builds', () => {
    const { status, stdout } = setup(environment, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(cache);
  });

  test('refuses a wheel that is another, before it fetches anything', () => {
    const wheel = join(folder, 'other.whl');
    writeFileSync(wheel, 'no wheel');
    const { status, stderr } = setup(environment, '--wheel', wheel);
    expect(status).toBe(2);
    expect(stderr).toMatch(/its SHA-256 is [0-9a-f]{64}, expected 2b847d21/);
    expect(readdirSync(folder)).not.toContain('cache');
  });

  test('names the library that a folder lacks', () => {
    const { status, stderr } = setup(environment, '--libtensorflow', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('libtensorflow_cc.so.2 is missing');
  });

  test('says that a compiler is missing', () => {
    const { status, stderr } = setup({ ...environment, PATH: folder });
    expect(status).toBe(2);
    expect(stderr).toContain('install g++');
  });
});
