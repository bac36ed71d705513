import { withinWork } from '../arithmetic/withinWork.js';
import { OutOfWork } from '../arithmetic/work.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { type Derivation, type DerivedSummary, isLeft } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import { deriveInvariance } from '../symbolic/invariance.js';
import { linearisationSize } from '../symbolic/linearisationSize.js';
import { stateProblem } from '../symbolic/statement.js';
import type { Bound, OnBound } from './bound.js';
import { explanationOf, type Reason } from './explanation.js';
import { familiesOf, isTurned } from './families.js';
import { formulasOf } from './formulas.js';
import { findGenerators } from './generators.js';
import { type LatticeSet, latticeOf } from './lattice.js';
import { equationsOf, namedSet, partitionOf } from './namedSet.js';
import { orbitsOf } from './orbits.js';
import type { SetFamily } from './provedFamily.js';
import { symmetryProver } from './provedSymmetry.js';
import { carriedRotations, describeRotation, rotationsAmong } from './rotations.js';
import { isWithin, partitionKey, type SignedPartition } from './signedPartition.js';
import type { SignedPermutation } from './signedPermutation.js';
import { transportedFormulas, transportedInvariance } from './transport.js';

/** An invariant set that a model was found to have; its invariance is proved, or refuted at a kink alone. */
export interface Discovery extends DerivedSummary {
  /**
   * of the first listed set of the orbit, in its own normal coordinates; exponents are those of every set of the orbit. Null
   * beyond the bound `formulas`, where the invariance alone is proved
   */
  readonly derivation: Derivation | null;
  /** the sets that symmetries of the model, for all values of its constants, make of one another share a number, from 1 */
  readonly orbit: number;
  /** as the model file calls the set, where it states it; else its equations */
  readonly name: string;
  readonly reason: Reason;
  /** the maps that fix the set (`swap (w1 w2)(a1 a2)`, `flip w1, a1`, `rotate (a b)`), or the gradients that vanish on it */
  readonly generator: string;
  /** names of the discovered sets that contain it */
  readonly within: readonly string[];
  /** the equations of further sets, not listed, that symmetries of the model make of this one */
  readonly unlistedImages: readonly (readonly Expression[])[];
  /**
   * rotations of the parameters, in words, that leave the model's formulas unchanged at every angle (an exact zero test) and
   * carry the set into others, so that each is one of a family of invariant sets
   */
  readonly rotations: readonly string[];
  /** the continuous families that these rotations make of it, as far as the kernel followed them as families */
  readonly families: readonly SetFamily[];
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

/** Nodes of formulas that are kept, a few hundred bytes each: beyond them the invariance of a set is proved, and nothing else derived. */
const mostKept = 500_000;

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
  const reached = new Set<Bound>();
  const onBound = (bound: Bound): void => {
    if (!reached.has(bound)) options.onBound?.(bound);
    reached.add(bound);
  };
  const found: (Discovery & { readonly partition: SignedPartition })[] = [];
  const isAborted = (): boolean => options.signal?.aborted ?? false;
  const ended = withinWork(Number.POSITIVE_INFINITY, () => search(model, { ...options, onBound }, found), isAborted);
  if (ended instanceof OutOfWork && !isAborted()) onBound('time limit');
  return found.map(({ partition: _, ...discovery }) => discovery);
}

/** Adds what is found one after another, so that all of it is there wherever the work ends. Throws OutOfWork. */
function search(
  model: Model,
  { onProgress, signal, onBound }: DiscoverOptions & { readonly onBound: OnBound },
  discoveries: (Discovery & { readonly partition: SignedPartition })[],
): void {
  const { generators, symmetries } = findGenerators(model, {
    onBound,
    onProgress: (fraction) => onProgress?.(searched * fraction),
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
  const orbits = listedOrbits(model, lattice, symmetries, stated);
  const derived = new Map<number, { readonly summary: DerivedSummary; readonly derivation: Derivation | null }>();
  const formulas = formulasOf({ ...model, constants: new Map() });
  const rotations = carriedRotations(rotationsAmong(symmetries, formulas), symmetries);
  const knownFamilies = new Map<string, SetFamily | null>();
  let kept = 0;
  const numbers = new Map<number, number>();
  for (const [i, { set: partition, unlistedImages }] of lattice.entries()) {
    if (signal?.aborted) break;
    const { orbit: place, map } = orbits.get(partitionKey(partition)) as Place;
    const set = stated.get(partitionKey(partition))?.set ?? namedSet(model, partition);
    const first = derived.get(place);
    if (first === undefined && kept > mostKept) onBound('formulas');
    const derivation = first !== undefined ? first.derivation : kept > mostKept ? null : deriveSet(model, set);
    const own = first ? transported(model, first.summary, map, set) : (derivation ?? invarianceAlone(model, set));
    const { codimension, invariance, condition, thresholds, unsolved, eigenDirections } = own;
    if (first === undefined) kept += derivation?.linearisation ? linearisationSize(derivation.linearisation) : 0;
    derived.set(place, first ?? { summary: own, derivation });
    onProgress?.(searched + ((1 - searched) * (i + 1)) / lattice.length);
    if (invariance.status === 'undecided' || isLeft(invariance)) continue;
    const within = discoveries.filter((other) => isWithin(partition, other.partition)).map(({ name }) => name);
    const explanation = explanationOf(partition, generators);
    const { name } = set;
    const isStated = stated.has(partitionKey(partition));
    const families = familiesOf(model, set, rotations, knownFamilies);
    const turnedInto = discoveries.find(
      (other) =>
        !isStated &&
        other.families.some((family) => families.includes(family)) &&
        !stated.has(partitionKey(other.partition)),
    );
    if (!numbers.has(place)) numbers.set(place, turnedInto?.orbit ?? Math.max(0, ...numbers.values()) + 1);
    const orbit = numbers.get(place) as number;
    const summary = { set, codimension, invariance, condition, thresholds, unsolved, eigenDirections };
    const images = unlistedImages.map((image) => equationsOf(image, model.parameters));
    discoveries.push({
      ...summary,
      derivation,
      orbit,
      name,
      ...explanation,
      within,
      unlistedImages: images,
      rotations: rotations
        .filter((rotation) => isTurned(set, rotation))
        .map((rotation) => describeRotation(rotation, model.parameters)),
      families,
      partition,
    });
  }
}

/** What is told of a set beyond the bound `formulas`. */
function invarianceAlone(model: Model, set: AffineSet): DerivedSummary {
  const invariance = deriveInvariance(stateProblem(model, set));
  const codimension = set.rows.length;
  return { set, codimension, invariance, condition: null, thresholds: [], unsolved: [], eigenDirections: null };
}

/** What a symmetry makes of a derivation, for the set that it makes of the derivation's. */
function transported(model: Model, from: DerivedSummary, map: SignedPermutation, set: AffineSet): DerivedSummary {
  const { codimension } = from;
  const invariance = transportedInvariance(model, from, map, set);
  return { set, codimension, invariance, ...transportedFormulas(model, from, map, set) };
}

/** In which orbit a set stands, and what carries the orbit's first listed set into it. */
interface Place {
  readonly orbit: number;
  readonly map: SignedPermutation;
}

/**
 * The orbits of listed sets under the symmetries that hold for all values of the constants: what
 * is derived has the constants' names. A set that the file states has a base point of its own and stands alone.
 */
function listedOrbits(
  model: Model,
  lattice: readonly LatticeSet[],
  symmetries: readonly SignedPermutation[],
  stated: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Place> {
  const isSymmetry = symmetryProver(formulasOf({ ...model, constants: new Map() }));
  const general = symmetries.filter(isSymmetry);
  const sets = lattice.map(({ set }) => set);
  const alone = sets.filter((set) => stated.has(partitionKey(set)));
  const others = sets.filter((set) => !stated.has(partitionKey(set)));
  const orbits = [...alone.map((set) => orbitsOf([set], [])[0]), ...orbitsOf(others, general)];
  return new Map(
    orbits.flatMap((orbit, i) => orbit.map(({ set, map }) => [partitionKey(set), { orbit: i + 1, map }] as const)),
  );
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
