import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { difference, type Expression, negate, product, sum, symbol } from '../expression/syntax/expression.js';
import { inSlices } from '../model/slices.js';
import type { Formulas } from './formulas.js';
import type { SignedPermutation } from './signedPermutation.js';

/** Pairs of parameters that turn by one angle, all at once; the second of a pair with its sign. */
export type Rotation = readonly { readonly first: number; readonly second: number; readonly sign: number }[];

/**
 * Rotations by every angle that leave the formulas unchanged, among those in the planes of the pairs that the symmetries
 * swap or turn: Σ (a ∂_b − b ∂_a) takes every formula to 0 (exact zero test).
 */
export function rotationsAmong(symmetries: readonly SignedPermutation[], formulas: Formulas): Rotation[] {
  const candidates = symmetries.flatMap(pairsOf);
  const distinct = new Map(candidates.map((pairs) => [JSON.stringify(pairs), pairs]));
  return [...distinct.values()].filter((rotation) =>
    formulas.scalars.every((scalar) => zeroTest(change(scalar, rotation, formulas.names)).status === 'zero'),
  );
}

/** Some rotations and all that symmetries make of them, a bounded number. */
export function carriedRotations(rotations: readonly Rotation[], symmetries: readonly SignedPermutation[]): Rotation[] {
  const known = new Map(rotations.map((rotation) => [JSON.stringify(rotation), rotation]));
  for (const rotation of known.values()) {
    for (const symmetry of symmetries) {
      const carried = [...rotatedBy(rotation, symmetry)].sort((a, b) => a.first - b.first);
      if (known.size < mostRotations) known.set(JSON.stringify(forward(carried)), forward(carried));
    }
  }
  return [...known.values()];
}

/** Planes of eighty units, two by two. */
const mostRotations = 3000;

/** What a rotation becomes where a symmetry carries its planes. */
export function rotatedBy(rotation: Rotation, by: SignedPermutation): Rotation {
  const turned = rotation.map(({ first, second, sign }) => {
    const [a, b] = [by[first], by[second]];
    const way = sign * Math.sign(a) * Math.sign(b);
    const [low, high] = [Math.abs(a) - 1, Math.abs(b) - 1];
    // a turn from b to a is one from a to −b
    return low < high ? { first: low, second: high, sign: way } : { first: high, second: low, sign: -way };
  });
  return forward(turned);
}

/** Of a rotation by an angle and the same by the opposite angle the one that turns its first pair forward. */
function forward(rotation: Rotation): Rotation {
  const way = rotation[0]?.sign;
  return rotation.map((pair) => ({ ...pair, sign: pair.sign * way }));
}

/** `rotate (a b)(c d)`. */
export function describeRotation(rotation: Rotation, names: readonly string[]): string {
  const planes = rotation.map(({ first, second, sign }) => `(${names[first]} ${sign < 0 ? '-' : ''}${names[second]})`);
  return `rotate ${inSlices(planes, names).join('')}`;
}

/** The pairs that a map exchanges, where it moves nothing else. */
function pairsOf(map: SignedPermutation): Rotation[] {
  const pairs: { first: number; second: number; sign: number }[] = [];
  for (const [first, image] of map.entries()) {
    const second = Math.abs(image) - 1;
    if (image === first + 1) continue;
    if (second === first || Math.abs(map[second]) - 1 !== first) return [];
    if (first < second) pairs.push({ first, second, sign: Math.sign(image) });
  }
  return pairs.length === 0 ? [] : [forward(pairs)];
}

/** The derivative by the angle. */
function change(scalar: Expression, rotation: Rotation, nameLists: Formulas['names']): Expression {
  return sum(
    ...nameLists.flatMap((names) =>
      rotation.map(({ first, second, sign }) => {
        const [a, b] = [names[first], names[second]];
        const turn = difference(
          product(symbol(a), differentiate(scalar, b)),
          product(symbol(b), differentiate(scalar, a)),
        );
        return sign > 0 ? turn : negate(turn);
      }),
    ),
  );
}
