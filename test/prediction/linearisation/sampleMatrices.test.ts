import { describe, expect, test } from 'vitest';
import { plus, type Rational, rational, times, zero } from '../../../src/arithmetic/rational.js';
import type { RationalMatrix } from '../../../src/arithmetic/rowEchelonForm.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { evaluatedOnce, SampleMatrices } from '../../../src/prediction/linearisation/sampleMatrices.js';
import type { WeightedMatrix } from '../../../src/prediction/matrices/linearFamily.js';

const many = (entriesOf: (i: number) => readonly Rational[]): RationalMatrix[] =>
  Array.from({ length: 1000 }, (_, i) => {
    const [a, b, c, d] = entriesOf(i);
    return [
      [a, b],
      [c, d],
    ];
  });

/** Entry by entry Σ weight m mᵀ, m the matrix as a vector. */
function squares(matrices: readonly WeightedMatrix[]): Rational[] {
  const sums: Rational[] = new Array(16).fill(zero);
  for (const { weight, matrix } of matrices) {
    const entries = matrix.flat();
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++) sums[4 * a + b] = plus(sums[4 * a + b], times(weight, times(entries[a], entries[b])));
  }
  return sums;
}

describe('matrices of a thousand samples', () => {
  const matrices = many((i) => [rational(i, 7), rational(i * i - 40), zero, rational(3 - i, 10)]);
  const samples = new SampleMatrices(matrices);

  test('are as few as their entries, with exactly the same sum of squares', () => {
    const one = rational(1);
    expect(samples.weighted).toHaveLength(3);
    expect(squares(samples.weighted)).toEqual(squares(matrices.map((matrix) => ({ weight: one, matrix }))));
  });

  test('keep the zeros and the directions that they share', () => {
    for (const { matrix } of samples.weighted) expect(matrix[1][0]).toEqual(zero);
    const multiples = new SampleMatrices(many((i) => [rational(i), rational(2 * i), rational(i, 3), rational(5 * i)]));
    expect(multiples.weighted).toHaveLength(1);
    expect(multiples.weighted[0].matrix).toEqual([
      [rational(1), rational(2)],
      [rational(1, 3), rational(5)],
    ]);
  });

  test('less their mean have a mean of 0', () => {
    expect(samples.centred.mean.flat()).toEqual([zero, zero, zero, zero]);
  });
});

test('fewer samples are kept as they are', () => {
  const matrices = many((i) => [rational(i), zero, zero, zero]).slice(0, 999);
  expect(new SampleMatrices(matrices).weighted.map(({ matrix }) => matrix)).toEqual(matrices);
});

test('matrices are evaluated again where a constant that they hold has changed, and only there', () => {
  const matrix = [[parseExpression('a*x')]];
  const rows = [[rational(1)]];
  let evaluations = 0;
  const at = (a: number, b: number, of = rows) =>
    evaluatedOnce(
      matrix,
      of,
      new Map([
        ['a', rational(a)],
        ['b', rational(b)],
      ]),
      () => {
        evaluations++;
        return { matrices: new SampleMatrices([[[rational(a)]]]), isExact: true, isFinite: true };
      },
    ).matrices.exact;
  expect([at(1, 1), at(1, 2)]).toEqual([[[[rational(1)]]], [[[rational(1)]]]]);
  expect(evaluations).toBe(1);
  expect(at(2, 2)).toEqual([[[rational(2)]]]);
  at(2, 2, [[rational(3)]]);
  expect(evaluations).toBe(3);
});
