import type { OnBound } from './bound.js';
import { codimensionOf, holdsOn, isWithin, type SignedPartition, wholeSpace, withRelation } from './signedPartition.js';
import { fixedSpaceOf, inverseOf, type SignedPermutation } from './signedPermutation.js';
import type { Structure } from './structure.js';

/** What a search for symmetries knows, proves with, and is bounded by. */
export interface SearchOptions {
  /** symmetries that are known already */
  readonly known: readonly SignedPermutation[];
  /** the proof; what it refuses is left out */
  readonly isSymmetry: (map: SignedPermutation) => boolean;
  /** partial maps to look at; beyond them the search ends */
  readonly most: number;
  readonly onBound?: OnBound;
  readonly onProgress?: (fraction: number) => void;
  readonly isAborted?: () => boolean;
}

/**
 * Symmetries of a structure by signed permutations, the known ones first: for every ordered pair of parameters and sign,
 * all those with θ_i ↦ ±θ_j whose fixed spaces lie in no larger fixed space of another such map.
 *
 * Backtracking in the order of the fixed spaces' codimension: images that the structure forces are decided at once, what
 * is not forced to move stays, and a partial map is given up when nothing continues it or its fixed space lies in a known
 * one.
 */
export function searchSymmetries(structure: Structure, options: SearchOptions): SignedPermutation[] {
  return new Search(structure, options).run();
}

interface Partial {
  readonly seed: Seed;
  /** ±(j + 1), or 0 while undecided */
  readonly images: readonly number[];
  /** where the decided images allow a point to stay */
  readonly space: SignedPartition;
}

/** A first image, and the fixed spaces of the known symmetries that begin with it. */
interface Seed {
  readonly known: SignedPartition[];
}

class Search {
  private readonly size: number;
  private readonly symmetries: SignedPermutation[] = [];
  private readonly seeds = new Map<string, Seed>();
  /** partial maps still to be looked at, by the codimension of their spaces; the last one comes first */
  private readonly open: Partial[][];

  constructor(
    private readonly structure: Structure,
    private readonly options: SearchOptions,
  ) {
    this.size = structure.colours.length;
    this.open = Array.from({ length: this.size + 1 }, () => []);
    const nothing = { images: Array<number>(this.size).fill(0), space: wholeSpace(this.size) };
    const first = structure.candidates(nothing.images) ?? [];
    const starts = first.flatMap((candidates, index) =>
      candidates.flatMap((image) => {
        if (image === index + 1) return [];
        const seed: Seed = { known: [] };
        this.seeds.set(`${index} ${image}`, seed);
        return [decided({ ...nothing, seed }, index, image)];
      }),
    );
    for (const map of options.known) this.add(map);
    this.postpone(starts);
  }

  run(): SignedPermutation[] {
    const { most, onBound, onProgress, isAborted } = this.options;
    let looked = 0;
    for (const [codimension, partials] of this.open.entries()) {
      for (let partial = partials.pop(); partial !== undefined; partial = partials.pop()) {
        if (isAborted?.()) return this.symmetries;
        if (looked++ >= most) {
          onBound?.('symmetries');
          return this.symmetries;
        }
        this.postpone(this.continuations(partial));
      }
      onProgress?.(codimension / this.size);
    }
    return this.symmetries;
  }

  /** Leaves partial maps for later, the first of them to be looked at first. */
  private postpone(partials: readonly Partial[]): void {
    for (const partial of [...partials].reverse()) this.open[codimensionOf(partial.space)].push(partial);
  }

  /** The partial maps that decide one more image; none where a symmetry was found, or nothing new can be. */
  private continuations(partial: Partial): Partial[] {
    if (partial.seed.known.some((space) => isWithin(partial.space, space))) return [];
    const candidates = this.structure.candidates(partial.images);
    if (candidates === null) return [];
    const undecided = [...this.structure.colours.keys()].filter((i) => partial.images[i] === 0);
    const forced = undecided.filter((i) => candidates[i].length < 2);
    if (forced.length > 0) {
      const next = forced.reduce<Partial | null>(
        (map, i) => (map === null || !isFree(map, candidates[i][0]) ? null : decided(map, i, candidates[i][0])),
        partial,
      );
      return next === null ? [] : [next];
    }
    const moved = undecided.filter((i) => !candidates[i].includes(i + 1));
    if (moved.length === 0) {
      const map = partial.images.map((image, i) => (image === 0 ? i + 1 : image));
      if (this.structure.candidates(map) !== null && this.options.isSymmetry(map)) {
        this.add(map);
        return [];
      }
    }
    if (undecided.length === 0) return [];
    const among = moved.length > 0 ? moved : undecided;
    const index = among.reduce((best, i) => (candidates[i].length < candidates[best].length ? i : best));
    const cost = (image: number): number =>
      holdsOn(partial.space, Math.abs(image) - 1, index, Math.sign(image)) ? 0 : 1;
    return [...candidates[index]].sort((a, b) => cost(a) - cost(b)).map((image) => decided(partial, index, image));
  }

  /** Records a symmetry and its inverse under every beginning that they have. */
  private add(map: SignedPermutation): void {
    this.symmetries.push(map);
    const space = fixedSpaceOf(map);
    for (const one of [map, inverseOf(map)]) {
      for (const [i, image] of one.entries()) this.seeds.get(`${i} ${image}`)?.known.push(space);
    }
  }
}

/** Whether an image (there may be none) is still to be had. */
function isFree({ images }: Partial, image: number | undefined): boolean {
  return image !== undefined && images.every((other) => Math.abs(other) !== Math.abs(image));
}

function decided(partial: Partial, index: number, image: number): Partial {
  return {
    seed: partial.seed,
    images: partial.images.map((known, i) => (i === index ? image : known)),
    space: withRelation(partial.space, Math.abs(image) - 1, index, Math.sign(image)),
  };
}
