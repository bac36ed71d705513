import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('docs/api.md holds what the docstrings say: node scripts/api.mjs writes it anew', () => {
  const page = execFileSync(process.execPath, ['scripts/api.mjs', '--print'], { encoding: 'utf8' });
  expect(page).toContain('### verifyModel');
  expect(readFileSync('docs/api.md', 'utf8')).toBe(page);
});
