import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { branches, itemBranch, trajectoryBranches } from '../../src/numeric/branches.js';

describe('the branches of a seed', () => {
  test('are disjoint, for any number of items', () => {
    const items = Array.from({ length: 5000 }, (_, i) => itemBranch(i));
    const all = [...Object.values(branches), ...items];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(Object.values(trajectoryBranches)).size).toBe(3);
    for (const branch of all) expect(Number.isSafeInteger(branch)).toBe(true);
  });

  test('are all of this register: no other file folds a number of its own into a seed', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const folded = files.flatMap((name) => [
      ...readFileSync(join('src', name), 'utf8').matchAll(/(?<!\.)\bfold\(\w+, ([^)]*)/g),
    ]);
    const uses = folded.map(([, branch]) => branch).filter((branch) => branch !== 'branch: number');
    expect(uses.length).toBeGreaterThan(5);
    for (const use of uses) {
      expect(use).toMatch(/^(branches|trajectoryBranches)\.\w+$|^branch$|^itemBranch\(/);
    }
  });
});
