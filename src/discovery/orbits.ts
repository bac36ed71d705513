import { spend } from '../arithmetic/work.js';
import { partitionKey, type SignedPartition } from './signedPartition.js';
import { composed, identityOf, imageOf, type SignedPermutation } from './signedPermutation.js';

/** Sets that symmetries carry into one another, each with what carries the first one into it. */
export type Orbit = readonly { readonly set: SignedPartition; readonly map: SignedPermutation }[];

/** Some sets by orbits of the group that the symmetries generate, in order of their first sets. */
export function orbitsOf(sets: readonly SignedPartition[], symmetries: readonly SignedPermutation[]): Orbit[] {
  const open = new Set(sets.map(partitionKey));
  return sets.flatMap((set) => {
    if (!open.has(partitionKey(set))) return [];
    return [orbitOf(set, open.size === 1 ? [] : symmetries, (key) => open.delete(key))];
  });
}

/** All that the symmetries make of a set, as far as `takes` takes the keys of sets, which it is asked once each. */
export function orbitOf(
  set: SignedPartition,
  symmetries: readonly SignedPermutation[],
  takes: (key: string) => boolean,
): Orbit {
  takes(partitionKey(set));
  const members = [{ set, map: identityOf(set.length) }];
  for (let next = 0; next < members.length; next++) {
    for (const symmetry of symmetries) {
      spend(1 + set.length / entriesAStep);
      const image = imageOf(members[next].set, symmetry);
      if (takes(partitionKey(image))) members.push({ set: image, map: composed(members[next].map, symmetry) });
    }
  }
  return members;
}

/** Of a set that is carried over, in a step of `spend`. */
const entriesAStep = 40;
