import { describe, expect, it } from 'vitest';
import { isZero, type Rational, rational, toNumber } from '../../../src/arithmetic/rational.js';
import { inverse, multiplyMatrices } from '../../../src/arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../../../src/arithmetic/rowEchelonForm.js';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import { randomStream } from '../../../src/numeric/random.js';
import { certify } from '../../../src/prediction/certificate/certify.js';
import { type ExactLinearFamily, exactFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { type BlockTriangularForm, blockTriangularForm } from '../../../src/prediction/subspaces/reducible.js';
import { decimalFamily, gaussianFamily, inCoordinates } from '../families.js';

/** Decimals with the pattern of blocks: zero below them. */
function blockFamily(sizes: readonly number[], seed: number, coupled: boolean): ExactLinearFamily {
  const stream = randomStream(seed, 0);
  const starts = sizes.flatMap((size, block) => new Array<number>(size).fill(block));
  const matrix = () =>
    starts.map((block, i) =>
      starts.map((other, j) => {
        const entry = (stream.below(1999) - 999) / 100;
        return block === other || (coupled && block < other) || i === j ? entry : 0;
      }),
    );
  return decimalFamily(matrix(), [{ matrix: matrix() }, { weight: 2, matrix: matrix() }], 0.01);
}

/** An integer change of basis of determinant 1 with small entries. */
function mixing(size: number, seed: number): number[][] {
  const stream = randomStream(seed, 1);
  const triangle = (lower: boolean) =>
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => {
        if (i === j) return 1;
        return (lower ? i > j : i < j) ? stream.below(5) - 2 : 0;
      }),
    );
  const [a, b] = [triangle(true), triangle(false)];
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, l) => sum + x * b[l][j], 0)));
}

function sizesOf({ blocks }: BlockTriangularForm): number[] {
  return blocks.map(({ family }) => family.curvature.length);
}

/** T M T⁻¹ has zeros below its blocks, and the blocks are those of the result. */
function expectTriangular(family: ExactLinearFamily, form: BlockTriangularForm): void {
  const { transform, blocks } = form;
  const inverted = inverse(transform) as RationalMatrix;
  const blockAt = sizesOf(form).flatMap((size, block) => new Array<number>(size).fill(block));
  const starts = sizesOf(form).map((_, block) => blockAt.indexOf(block));
  const compare = (matrix: RationalMatrix, partOf: (block: ExactLinearFamily) => RationalMatrix) => {
    const moved = multiplyMatrices(multiplyMatrices(transform, matrix), inverted);
    moved.forEach((row, i) => {
      row.forEach((x, j) => {
        if (blockAt[i] > blockAt[j]) expect(isZero(x)).toBe(true);
        if (blockAt[i] !== blockAt[j]) return;
        const start = starts[blockAt[i]];
        expect(x).toEqual(partOf(blocks[blockAt[i]].family)[i - start][j - start]);
      });
    });
  };
  compare(family.curvature, ({ curvature }) => curvature);
  family.noise.forEach(({ matrix }, n) => {
    compare(matrix, ({ noise }) => noise[n].matrix);
  });
}

describe('common invariant subspaces (theory §5)', () => {
  it('are found in any rational basis, with the sizes of the irreducible blocks', () => {
    for (const [sizes, seed] of [
      [[1, 2], 1],
      [[2, 1], 2],
      [[1, 1, 1], 3],
      [[2, 2], 4],
      [[3, 1], 5],
      [[1, 3], 6],
      [[2, 1, 2], 7],
    ] as const) {
      const size = sizes.reduce((sum, x) => sum + x, 0);
      for (const coupled of [true, false]) {
        const family = inCoordinates(blockFamily(sizes, seed, coupled), mixing(size, seed));
        const form = blockTriangularForm(family);
        expect([...sizesOf(form)].sort()).toEqual([...sizes].sort());
        expectTriangular(family, form);
        // without coupling every block is an invariant subspace; with it the innermost one alone, no two blocks being alike
        const subspaces = form.blocks.filter(({ isInvariantSubspace }) => isInvariantSubspace).length;
        expect(subspaces).toBe(coupled ? 1 : sizes.length);
        if (coupled) expect(sizesOf(form)).toEqual([...sizes]);
      }
    }
  });

  it('do not exist for random families (k = 2 … 6, seed 31)', () => {
    for (let size = 2; size <= 6; size++) {
      const form = blockTriangularForm(exactFamily(gaussianFamily(size, 31, size)));
      expect(sizesOf(form)).toEqual([size]);
      expect(form.blocks[0].isInvariantSubspace).toBe(true);
    }
  });

  it('of copies of one block are found too: M ⊗ I', () => {
    const single = gaussianFamily(2, 32, 0);
    const doubled = (matrix: readonly (readonly number[])[]) =>
      [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i % 2 === j % 2 ? matrix[i >> 1][j >> 1] : 0)));
    const family = exactFamily({
      ...single,
      curvature: doubled(single.curvature),
      noise: single.noise.map(doubled),
    });
    const form = blockTriangularForm(family);
    expect(sizesOf(form)).toEqual([2, 2]);
    expect(form.blocks.every(({ isInvariantSubspace }) => isInvariantSubspace)).toBe(true);
  });

  it('ignore noise that does not act: weight 0 or learning rate 0', () => {
    const diagonal = [
      [1, 0, 0],
      [0, 2, 0],
      [0, 0, 3],
    ];
    const full = [
      [0, 1, 2],
      [3, 0, 1],
      [1, 1, 0],
    ];
    expect(sizesOf(blockTriangularForm(decimalFamily(diagonal, [{ matrix: full }])))).toEqual([3]);
    expect(sizesOf(blockTriangularForm(decimalFamily(diagonal, [{ weight: 0, matrix: full }])))).toEqual([1, 1, 1]);
    expect(sizesOf(blockTriangularForm(decimalFamily(diagonal, [{ matrix: full }], 0)))).toEqual([1, 1, 1]);
  });
});

describe('certificates along invariant subspaces', () => {
  const moved = (family: ExactLinearFamily, shift: number): ExactLinearFamily => ({
    ...family,
    curvature: family.curvature.map((row, i) =>
      row.map((x, j): Rational => (i === j ? rational(BigInt(Math.round(8 * (toNumber(x) + shift))), 8n) : x)),
    ),
  });

  it('prove attraction by all blocks and repulsion by one (theory §5)', () => {
    for (const [sizes, seed] of [
      [[1, 2], 1],
      [[1, 1, 1], 3],
      [[2, 2], 4],
    ] as const) {
      const family = blockFamily(sizes, seed, true);
      for (const [shift, claim] of [
        [25, 'attractive'],
        [-25, 'repelling'],
      ] as const) {
        const certificate = certify(moved(family, shift));
        expect(certificate).toMatchObject({ claim, proof: { kind: 'quotient' } });
        expect(checkStatement(JSON.parse(JSON.stringify(certificate))).followed).toBe(true);
      }
    }
  });
});
