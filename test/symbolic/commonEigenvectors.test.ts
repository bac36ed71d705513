import { describe, expect, it } from 'vitest';
import { isZero, minus, plus, type Rational, rational, times } from '../../src/arithmetic/rational.js';
import { inverse, multiplyMatrices } from '../../src/arithmetic/rationalMatrix.js';
import { type RationalMatrix, rank } from '../../src/arithmetic/rowEchelonForm.js';
import { randomStream } from '../../src/numeric/random.js';
import { commonEigenvectors } from '../../src/symbolic/commonEigenvectors.js';

const whole = (...rows: number[][]): RationalMatrix => rows.map((row) => row.map((entry) => rational(entry)));
const ones = (size: number): Rational[] => Array.from({ length: size }, () => rational(1));

function isEigenvector(matrix: RationalMatrix, vector: readonly Rational[]): boolean {
  const [image] = multiplyMatrices(
    [vector],
    matrix[0].map((_, m) => matrix.map((row) => row[m])),
  );
  const pivot = vector.findIndex((entry) => !isZero(entry));
  return image.every((entry, l) => isZero(minus(times(entry, vector[pivot]), times(image[pivot], vector[l]))));
}

describe('common eigenvectors', () => {
  it('are found for twenty matrices with the same eigenvectors, however their eigenvalues coincide', () => {
    const random = randomStream(31, 1);
    const digit = (): number => Math.floor(5 * random.uniform()) - 2;
    for (let trial = 0; trial < 30; trial++) {
      const size = 2 + (trial % 4);
      const basis = whole(...Array.from({ length: size }, () => Array.from({ length: size }, digit)));
      const back = inverse(basis);
      if (back === null) continue;
      const family = Array.from({ length: 20 }, () => {
        const diagonal = whole(
          ...Array.from({ length: size }, (_, l) => Array.from({ length: size }, (__, m) => (l === m ? digit() : 0))),
        );
        return multiplyMatrices(multiplyMatrices(basis, diagonal), back);
      });
      const found = commonEigenvectors(family, ones(size)) ?? [];
      expect(found).toHaveLength(size);
      expect(rank(found)).toBe(size);
      for (const vector of found) expect(family.every((matrix) => isEigenvector(matrix, vector))).toBe(true);
    }
  });

  it.each([
    ['a Jordan block', [whole([1, 1], [0, 1])]],
    ['a rotation', [whole([0, 1], [-1, 0])]],
    ['eigenvalues that are irrational', [whole([0, 2], [1, 0])]],
    ['matrices that do not commute', [whole([1, 0], [0, -1]), whole([0, 1], [1, 0])]],
    [
      'a matrix that leaves an eigenspace of another',
      [whole([1, 0, 0], [0, 1, 0], [0, 0, 2]), whole([0, 0, 1], [0, 0, 0], [1, 0, 0])],
    ],
  ])('are not there for %s', (_, family) => {
    expect(commonEigenvectors(family, ones(family[0].length))).toBeNull();
  });

  it('are orthogonal within a common eigenspace, in the metric of the normals', () => {
    const metric = [rational(1), rational(2), rational(3)];
    // the eigenspace of 0 is the plane x + y + z = 0
    const found = commonEigenvectors([whole([1, 1, 1], [1, 1, 1], [1, 1, 1])], metric) ?? [];
    const [a, b] = found.filter((vector) => isZero(vector.reduce(plus)));
    expect(isZero(a.map((entry, l) => times(metric[l], times(entry, b[l]))).reduce(plus))).toBe(true);
  });
});
