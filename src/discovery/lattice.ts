import type { OnBound } from './bound.js';
import { orbitsOf } from './orbits.js';
import { codimensionOf, intersection, isWithin, partitionKey, type SignedPartition } from './signedPartition.js';
import type { SignedPermutation } from './signedPermutation.js';

/** A set of a lattice and the others that symmetries make of it. */
export interface LatticeSet {
  readonly set: SignedPartition;
  /** whether no other set holds it */
  readonly isMaximal: boolean;
  /** sets that symmetries carry this one into and that are not listed */
  readonly unlistedImages: readonly SignedPartition[];
}

/**
 * Intersections of invariant sets, which are invariant too (theory §3): all the maximal sets and, of those below, one of
 * each class that the symmetries carry into one another; sets in `preferred` stand for their class.
 *
 * Maximal sets first, then by codimension. Where there are too many intersections, those of the most sets are left out.
 */
export function latticeOf(
  generators: readonly SignedPartition[],
  symmetries: readonly SignedPermutation[],
  preferred: readonly SignedPartition[],
  onBound?: OnBound,
): LatticeSet[] {
  const all = closure(generators, onBound);
  const maximal = generators.filter((set) => !generators.some((other) => other !== set && isWithin(set, other)));
  const maximalKeys = new Set(maximal.map(partitionKey));
  const below = [...all].flatMap(([key, set]) => (maximalKeys.has(key) ? [] : [set]));
  const chosen = orbitsOf(below, symmetries).map((orbit): LatticeSet => {
    const members = orbit.map(({ set }) => set);
    const stated = preferred.find((one) => members.some((member) => partitionKey(member) === partitionKey(one)));
    const set = stated ?? members.reduce(simpler);
    const others = members.filter((member) => partitionKey(member) !== partitionKey(set));
    return { set, isMaximal: false, unlistedImages: others.sort(bySimplicity) };
  });
  return [...maximal.map((set): LatticeSet => ({ set, isMaximal: true, unlistedImages: [] })), ...chosen].sort(
    (a, b) =>
      Number(b.isMaximal) - Number(a.isMaximal) ||
      codimensionOf(a.set) - codimensionOf(b.set) ||
      bySimplicity(a.set, b.set),
  );
}

/** Six interchangeable neurons have 4087 sets; more than this are not for form. */
const mostSets = 6000;

/** The sets and their intersections by pairs, by triples and so on, as far as the bound allows whole rounds. */
function closure(generators: readonly SignedPartition[], onBound?: OnBound): Map<string, SignedPartition> {
  const all = new Map(generators.map((set) => [partitionKey(set), set]));
  let last = [...all.values()];
  while (last.length > 0) {
    const round = new Map<string, SignedPartition>();
    for (const set of last) {
      for (const generator of generators) {
        if (isWithin(set, generator)) continue;
        const smaller = intersection(set, generator);
        const key = partitionKey(smaller);
        if (!all.has(key)) round.set(key, smaller);
      }
      if (all.size + round.size > mostSets) {
        onBound?.('intersections');
        return all;
      }
    }
    for (const [key, set] of round) all.set(key, set);
    last = [...round.values()];
  }
  return all;
}

function bySimplicity(a: SignedPartition, b: SignedPartition): number {
  return simpler(a, b) === a ? -1 : 1;
}

/** The set to write down: fewer minuses, more zeros, then earlier parameters. */
function simpler(a: SignedPartition, b: SignedPartition): SignedPartition {
  const count = (set: SignedPartition, sign: number): number => set.filter((label) => Math.sign(label) === sign).length;
  const order = count(a, -1) - count(b, -1) || count(b, 0) - count(a, 0);
  if (order !== 0) return order < 0 ? a : b;
  const place = a.findIndex((label, i) => label !== b[i]);
  return place < 0 || Math.abs(a[place]) < Math.abs(b[place]) ? a : b;
}
