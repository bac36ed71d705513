import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/* npm serves Node as a package; where there is no registry, `npm ci` would have failed before. */

const isFull = process.env.CHECK_FULL === '1';

test('installed without development packages and scripts, Node 22 and 24 print the bytes that this one does', {
  timeout: 600_000,
}, () => {
  const args = ['scripts/installedTest.sh', ...(isFull ? ['--checkout', '20'] : []), '22', '24'];
  const { status, stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(isFull ? 4 : 2);
  for (const line of lines) expect(line).toMatch(/: the same bytes/);
});
