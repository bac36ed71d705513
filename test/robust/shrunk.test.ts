import { expect, test } from 'vitest';
import { shrunk } from './shrunk.js';
import type { Tree } from './tree.js';

const file = {
  name: 'x',
  loss: '3*(w1^2 + exp(w2))',
  sets: [{ equations: ['w1', 'w2 - 1'] }],
  constants: { eta: 0.3 },
};

test('a failing file is shrunk to the one part that makes it fail', async () => {
  const fails = async (tree: Tree) => JSON.stringify(tree).includes('exp(w2)');
  expect(await shrunk(file, fails)).toEqual({ loss: 'exp(w2)' });
});

test('a file that fails only as it is stays as it is', async () => {
  expect(await shrunk(file, async () => false)).toBe(file);
});
