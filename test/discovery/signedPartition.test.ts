import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codimensionOf,
  coordinateSubspace,
  intersection,
  isWithin,
  type SignedPartition,
  wholeSpace,
  withRelation,
} from '../../src/discovery/signedPartition.js';
import { describeMap, fixedSpaceOf, flipOf, imageOf, inverseOf } from '../../src/discovery/signedPermutation.js';

const size = 5;
const partitions = fc
  .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.constantFrom(1, -1)), { maxLength: 4 })
  .map((relations) =>
    relations.reduce<SignedPartition>((set, [i, j, sign]) => withRelation(set, i, j, sign), wholeSpace(size)),
  );
const maps = fc
  .tuple(
    fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: size }),
    fc.array(fc.boolean(), { minLength: size, maxLength: size }),
  )
  .map(([order, flips]) => order.map((image, i) => (flips[i] ? -image : image)));

describe('signed partitions', () => {
  test('an intersection lies in both sets and holds every set that does', () => {
    fc.assert(
      fc.property(partitions, partitions, partitions, (a, b, c) => {
        const both = intersection(a, b);
        expect(isWithin(both, a) && isWithin(both, b)).toBe(true);
        expect(isWithin(c, both)).toBe(isWithin(c, a) && isWithin(c, b));
        expect(intersection(b, a)).toEqual(both);
      }),
      { seed: 3 },
    );
  });

  test('sets that hold each other are the same list', () => {
    fc.assert(
      fc.property(partitions, partitions, (a, b) => {
        expect(isWithin(a, b) && isWithin(b, a)).toBe(a.join() === b.join());
      }),
      { seed: 4 },
    );
  });

  test('opposite and equal at once is 0, for the whole class', () => {
    const equal = withRelation(withRelation(wholeSpace(3), 0, 1, 1), 1, 2, -1);
    expect(equal).toEqual([1, 1, -1]);
    expect(codimensionOf(equal)).toBe(2);
    expect(withRelation(equal, 0, 2, 1)).toEqual(coordinateSubspace(3, [0, 1, 2]));
  });
});

describe('signed permutations', () => {
  test('Q carries the fixed space of R to that of Q R Q⁻¹', () => {
    fc.assert(
      fc.property(maps, maps, (q, r) => {
        const then = (first: readonly number[], second: readonly number[]): number[] =>
          first.map((image) => Math.sign(image) * second[Math.abs(image) - 1]);
        const conjugate = then(then(inverseOf(q), r), q);
        expect(imageOf(fixedSpaceOf(r), q)).toEqual(fixedSpaceOf(conjugate));
      }),
      { seed: 5 },
    );
  });

  test('are told in cycles', () => {
    const names = ['a', 'b', 'c', 'd'];
    expect(describeMap([2, 1, 4, 3], names)).toBe('swap (a b)(c d)');
    expect(describeMap([-2, -1, 3, -4], names)).toBe('swap (a -b), flip d');
    expect(describeMap([2, 3, 1, 4], names)).toBe('permute (a b c)');
    expect(describeMap([2, -1, 3, 4], names)).toBe('turn (a b -a -b)');
    expect(describeMap(flipOf(4, [0, 2]), names)).toBe('flip a, c');
  });
});
