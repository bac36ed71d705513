import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/trusted.md', 'utf8');

test('docs/trusted.md lists the files that the imports reach (written anew by `node scripts/trusted.mjs`)', () => {
  expect(page).toBe(execFileSync(process.execPath, ['scripts/trusted.mjs', '--print'], { encoding: 'utf8' }));
});

test('the trusted base is small: lines of code, as the page counts them', () => {
  const lines = new Map(
    [...page.matchAll(/^\| ([a-z ]+) \| \d+ \| ([\d,]+) \|$/gm)].map(([, kind, count]) => [
      kind,
      Number(count.replace(',', '')),
    ]),
  );
  expect([...lines.keys()]).toEqual(['invariance', 'counterexample', 'all kinds']);
  expect(lines.get('invariance')).toBeLessThanOrEqual(2500);
  expect(lines.get('counterexample')).toBeLessThanOrEqual(2200);
  expect(lines.get('all kinds')).toBeLessThanOrEqual(4900);
});

test('the trusted base is the kernel, arithmetic, and of expressions syntax, functions and evaluation', () => {
  const files = [...page.matchAll(/^- (\S+\.ts)$/gm)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(40);
  const within = /^(arithmetic|kernel|expression\/(syntax|functions|evaluation))\//;
  expect(files.filter((file) => !within.test(file))).toEqual([]);
  const outside = files.filter((file) => /from '[^.]/.test(readFileSync(`src/${file}`, 'utf8')));
  expect(outside).toEqual([]);
});
