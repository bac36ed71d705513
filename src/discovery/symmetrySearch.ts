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
}

/**
 * Symmetries of a structure by signed permutations, the known ones first: for every ordered pair of parameters and sign,
 * all those with θ_i ↦ ±θ_j whose fixed spaces lie in no larger fixed space of another such map, or symmetries that
 * others carry into these.
 *
 * A first dive looks for one symmetry from the first parameter of each colour to each of the others; pairs that what it
 * finds carries into one another are then searched once. Backtracking in the order of the fixed spaces' codimension:
 * images that the structure forces are decided at once, what is not forced to move stays, and a partial map is given up
 * when nothing continues it or its fixed space lies in a known one.
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

  /** partial maps that were looked at */
  private looked = 0;

  constructor(
    private readonly structure: Structure,
    private readonly options: SearchOptions,
  ) {
    this.size = structure.colours.length;
    this.open = Array.from({ length: this.size + 1 }, () => []);
    for (const map of options.known) this.add(map);
  }

  run(): SignedPermutation[] {
    const nothing = Array<number>(this.size).fill(0);
    const first = this.structure.candidates(nothing) ?? [];
    const begin = (index: number, image: number): Partial =>
      decided({ images: nothing, space: wholeSpace(this.size), seed: this.seedOf(index, image) }, index, image);
    for (const [index, images] of first.entries()) {
      if (this.structure.colours.indexOf(this.structure.colours[index]) !== index) continue;
      for (const image of images) {
        if (!reachedFrom(index + 1, this.symmetries).has(image)) this.dive(begin(index, image));
      }
    }
    const seeds = new PairOrbits(this.size, this.symmetries);
    const starts = first.flatMap((images, index) =>
      images.flatMap((image) => (image !== index + 1 && seeds.isNew(index, image) ? [begin(index, image)] : [])),
    );
    this.postpone(starts);
    for (const [codimension, partials] of this.open.entries()) {
      for (let partial = partials.pop(); partial !== undefined; partial = partials.pop()) {
        if (this.looked >= this.options.most) {
          this.options.onBound?.('symmetries');
          return this.symmetries;
        }
        this.postpone(this.continuations(partial));
      }
      this.options.onProgress?.(codimension / this.size);
    }
    return this.symmetries;
  }

  /** Looks for one symmetry that continues a partial map, the likeliest images first. */
  private dive(partial: Partial): void {
    const before = this.symmetries.length;
    const stack = [partial];
    for (let step = 0; step < mostDived && this.symmetries.length === before; step++) {
      const next = stack.pop();
      if (next === undefined || this.looked >= this.options.most) return;
      stack.push(...this.continuations(next).reverse());
    }
  }

  private seedOf(index: number, image: number): Seed {
    const key = `${index} ${image}`;
    const seed = this.seeds.get(key) ?? { known: [] };
    this.seeds.set(key, seed);
    return seed;
  }

  /** Leaves partial maps for later, the first of them to be looked at first. */
  private postpone(partials: readonly Partial[]): void {
    for (const partial of [...partials].reverse()) this.open[codimensionOf(partial.space)].push(partial);
  }

  /** The partial maps that decide one more image; none where a symmetry was found, or nothing new can be. */
  private continuations(partial: Partial): Partial[] {
    if (partial.seed.known.some((space) => isWithin(partial.space, space))) return [];
    this.looked++;
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
      for (const [i, image] of one.entries()) if (image !== i + 1) this.seedOf(i, image).known.push(space);
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

/** A dive that finds nothing in as many steps is given up. */
const mostDived = 60;

/** ±(j + 1) for all that the symmetries make of ±θ. */
function reachedFrom(start: number, symmetries: readonly SignedPermutation[]): Set<number> {
  const reached = new Set([start]);
  for (const place of reached) {
    for (const map of symmetries) reached.add(Math.sign(place) * map[Math.abs(place) - 1]);
  }
  return reached;
}

/** Images θ_i ↦ ±θ_j that symmetries, or inverses, carry into one another. */
class PairOrbits {
  private readonly seen = new Set<number>();

  constructor(
    private readonly size: number,
    private readonly symmetries: readonly SignedPermutation[],
  ) {}

  /** Whether none of the pairs that this one is carried into was asked about before. */
  isNew(index: number, image: number): boolean {
    if (this.seen.has(this.numberOf(index, image))) return false;
    const open: (readonly [number, number])[] = [];
    const add = (i: number, j: number): void => {
      const number = this.numberOf(i, j);
      if (!this.seen.has(number)) open.push([i, j]);
      this.seen.add(number);
    };
    add(index, image);
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [i, j] = pair;
      add(Math.abs(j) - 1, Math.sign(j) * (i + 1));
      for (const map of this.symmetries) {
        add(Math.abs(map[i]) - 1, Math.sign(j) * Math.sign(map[i]) * map[Math.abs(j) - 1]);
      }
    }
    return true;
  }

  private numberOf(index: number, image: number): number {
    return index * (2 * this.size + 1) + this.size + image;
  }
}
