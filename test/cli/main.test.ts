import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const { version, bin } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

test('both names of the command are the built program, which says its version', () => {
  expect(Object.keys(bin)).toEqual(['collapse', 'collapse-verifier']);
  for (const file of new Set<string>(Object.values(bin))) {
    expect(existsSync(new URL(file, root))).toBe(true);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, '--version'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, `${version}\n`, '']);
  }
});

test('results go to stdout, messages to stderr, and the exit status says which', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin.collapse, 'derive', 'M99'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: M99: no such model; expected a file, or one of M1, /);
});

test('memory that is used up is one message, not a crash', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8', bin.collapse, 'discover', 'M3'],
    { cwd: root, encoding: 'utf8' },
  );
  expect([status, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(/^error: the memory that Node.js allows is used up; NODE_OPTIONS=\S+ allows 8,000 MB\n$/);
});
