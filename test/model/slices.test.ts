import { expect, it } from 'vitest';
import { inSlices } from '../../src/model/slices.js';

const names = [
  ...[1, 2].flatMap((i) => [1, 2, 3].map((j) => `W[${i}, ${j}]`)),
  ...[1, 2, 3].map((i) => `b[${i}]`),
  'c',
];

it.each([
  [
    ['W[1, 1] = W[2, 1]', 'W[1, 2] = W[2, 2]', 'W[1, 3] = W[2, 3]', 'c = 0'],
    ['W[1, :] = W[2, :]', 'c = 0'],
  ],
  [names, ['W', 'b', 'c']],
  [['b[1] = 0', 'b[2] = 0'], ['b[1:2] = 0']],
  [['b[1] = b[2]', 'b[2] = b[3]'], ['b[1:2] = b[2:3]']],
  [['2*W[1, 1] - b[1]', '2*W[1, 2] - b[2]', '2*W[1, 3] - b[3]'], ['2*W[1, :] - b']],
  [
    ['W[1, 1] = 0', 'W[2, 2] = 0'],
    ['W[1, 1] = 0', 'W[2, 2] = 0'],
  ],
  [
    ['b[1] = 1', 'b[2] = 2'],
    ['b[1] = 1', 'b[2] = 2'],
  ],
  [
    ['b[1] = 0', 'b[3] = 0'],
    ['b[1] = 0', 'b[3] = 0'],
  ],
  [[], []],
])('%j is told as %j', (statements, slices) => {
  expect(inSlices(statements, names)).toEqual(slices);
});

it('writes the ends where it does not know where an axis ends', () => {
  expect(inSlices(['b[1] = 0', 'b[2] = 0', 'b[3] = 0'], [])).toEqual(['b[1:3] = 0']);
});
