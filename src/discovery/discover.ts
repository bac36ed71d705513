import type { AffineSet, Model } from '../model/model.js';
import { type Derivation, isLeft } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import type { Bound, OnBound } from './bound.js';
import { explanationOf, type Reason } from './explanation.js';
import { findGenerators } from './generators.js';
import { latticeOf } from './lattice.js';
import { namedSet, partitionOf } from './namedSet.js';
import { isWithin, partitionKey, type SignedPartition } from './signedPartition.js';

/** An invariant set that a model was found to have, with its proof. */
export interface Discovery {
  /** of the set, its invariance (proved, or refuted at a kink alone) and what follows from the formulas for it */
  readonly derivation: Derivation;
  /** as the model file calls the set, where it states it; else its equations */
  readonly name: string;
  readonly reason: Reason;
  /** the maps that fix the set (`swap (w1 w2)(a1 a2)`, `flip w1, a1`, `rotate (a b)`), or the gradients that vanish on it */
  readonly generator: string;
  /** names of the discovered sets that contain it */
  readonly within: readonly string[];
  /** how many further sets, not listed, symmetries of the model make of this one */
  readonly unlistedImages: number;
}

/** What a caller is told during a search, and how it ends one. */
export interface DiscoverOptions {
  /** called with the share of the work that is done, from 0 to 1 */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
  /** called for each bound of the search that the model goes beyond, so that the list is not, or may not be, complete */
  readonly onBound?: OnBound;
}

/**
 * Intersections that are derived beside those that the file states, those of smallest codimension first: all kinds that
 * six interchangeable neurons have (27). A dozen unlike factors have thousands, which nobody reads.
 */
const mostIntersections = 30;

/** Where the search ends and the derivations begin, roughly as time goes. */
const searched = 0.2;

/**
 * The invariant linear sets of a model (theory §3): fixed spaces of signed permutations that leave the loss unchanged,
 * coordinate subspaces on which the normal gradient vanishes, and their intersections.
 *
 * All the maximal sets come first; below them one set of each class that the symmetries carry into one another, ordered
 * by codimension. Every set is proved invariant, or invariant wherever there is a gradient and refuted at a kink; others are left out. After an abort the sets that were
 * derived are returned.
 */
export function discoverSets(model: Model, options: DiscoverOptions = {}): Discovery[] {
  const { onProgress, signal } = options;
  const reached = new Set<Bound>();
  const onBound = (bound: Bound): void => {
    if (!reached.has(bound)) options.onBound?.(bound);
    reached.add(bound);
  };
  const { generators, symmetries } = findGenerators(model, {
    onBound,
    onProgress: (fraction) => onProgress?.(searched * fraction),
    isAborted: () => signal?.aborted ?? false,
  });
  const stated = statedSets(model);
  const all = latticeOf(
    generators.map(({ set }) => set),
    symmetries,
    [...stated.values()].map(({ partition }) => partition),
    onBound,
  );
  const maximal = all.filter(({ isMaximal }) => isMaximal);
  const lattice = all.filter(({ set }, i) => i < maximal.length + mostIntersections || stated.has(partitionKey(set)));
  if (lattice.length < all.length) onBound('listed intersections');
  const discoveries: (Discovery & { readonly partition: SignedPartition })[] = [];
  for (const [i, { set: partition, unlistedImages }] of lattice.entries()) {
    if (signal?.aborted) break;
    const set = stated.get(partitionKey(partition))?.set ?? namedSet(model, partition);
    const derivation = deriveSet(model, set);
    onProgress?.(searched + ((1 - searched) * (i + 1)) / lattice.length);
    if (derivation.invariance.status === 'undecided' || isLeft(derivation.invariance)) continue;
    const within = discoveries.filter((other) => isWithin(partition, other.partition)).map(({ name }) => name);
    const explanation = explanationOf(partition, generators);
    discoveries.push({ derivation, name: set.name, ...explanation, within, unlistedImages, partition });
  }
  return discoveries.map(({ partition: _, ...discovery }) => discovery);
}

/** The sets of the file that are partitions, by their keys. */
function statedSets(
  model: Model,
): ReadonlyMap<string, { readonly set: AffineSet; readonly partition: SignedPartition }> {
  return new Map(
    model.sets.flatMap((set) => {
      const partition = partitionOf(model, set);
      return partition === null ? [] : [[partitionKey(partition), { set, partition }] as const];
    }),
  );
}
