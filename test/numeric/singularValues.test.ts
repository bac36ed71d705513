import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';
import { singularValues } from '../../src/numeric/singularValues.js';

describe('singular values', () => {
  test('of a diagonal, in descending order, tiny ones to full accuracy', () => {
    expect([...singularValues([1e-12, 0, 0, 0, -3, 0], 2, 3)]).toEqual([3, 1e-12]);
  });

  test('of a product of rotations and a diagonal are the diagonal', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const values = singularValues([5 * c, -0.1 * s, 5 * s, 0.1 * c], 2, 2);
    expect(values[0]).toBeCloseTo(5, 14);
    expect(values[1]).toBeCloseTo(0.1, 14);
  });

  test('their squares sum to the squares of the entries, and a transpose has the same', () => {
    const stream = randomStream(2, 0);
    const entries = Array.from({ length: 35 }, () => stream.normal());
    const transposed = Array.from({ length: 35 }, (_, i) => entries[(i % 5) * 7 + Math.floor(i / 5)]);
    const values = [...singularValues(entries, 5, 7)];
    expect(values).toHaveLength(5);
    expect(values.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(
      entries.reduce((sum, x) => sum + x * x, 0),
      10,
    );
    for (const [i, value] of singularValues(transposed, 7, 5).entries()) expect(value).toBeCloseTo(values[i], 12);
  });
});
