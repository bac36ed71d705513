import type { Model } from '../model/model.js';
import { inSlices } from '../model/slices.js';
import { seemsInvariant } from '../symbolic/invariance.js';
import { stateProblem } from '../symbolic/statement.js';
import { coordinateSets } from './coordinateSets.js';
import { equivalentForms } from './equivalentForms.js';
import type { Generator } from './explanation.js';
import { formulasOf } from './formulas.js';
import { namedSet } from './namedSet.js';
import { orbitOf } from './orbits.js';
import { symmetryProver } from './provedSymmetry.js';
import { describeRotation, rotatedBy, rotationsAmong } from './rotations.js';
import { coordinateSubspace, partitionKey, type SignedPartition } from './signedPartition.js';
import { conjugated, describeMap, fixedSpaceOf, flipOf, type SignedPermutation } from './signedPermutation.js';
import { structureOf } from './structure.js';
import { type SearchOptions, searchSymmetries } from './symmetrySearch.js';

/**
 * The proved invariant sets of which all that are found are intersections, with the symmetries of the model.
 *
 * A set that is both the fixed space of a symmetry and one on which gradients vanish counts as the former.
 */
export function findGenerators(
  model: Model,
  { onBound, onProgress }: Pick<SearchOptions, 'onBound' | 'onProgress'>,
): { readonly generators: readonly Generator[]; readonly symmetries: readonly SignedPermutation[] } {
  const formulas = formulasOf(model);
  const isSymmetry = symmetryProver(formulas);
  const coordinates = coordinateSets(model, formulas, onBound);
  let symmetries: SignedPermutation[] = coordinates
    .map((zeros) => flipOf(model.parameters.length, zeros))
    .filter(isSymmetry);
  const forms = equivalentForms(formulas);
  for (const [i, form] of forms.entries()) {
    symmetries = searchSymmetries(structureOf(form), {
      known: symmetries,
      isSymmetry,
      most: mostPartialMaps / forms.length,
      onProgress: (fraction) => onProgress?.((i + fraction) / forms.length),
      ...(onBound === undefined ? {} : { onBound }),
    });
  }
  const found = new Map<string, Generator>();
  const judged = new Set<string>();
  const names = model.parameters;
  /** what holds for a set holds for all that symmetries make of it */
  const add = (generator: Omit<Generator, 'words'>, wordsAt: (by: SignedPermutation) => string): void => {
    if (judged.has(partitionKey(generator.set))) return;
    const isListed = isProved(model, generator);
    const orbit = orbitOf(generator.set, symmetries, (key) => {
      if (judged.size === mostGenerators) onBound?.('symmetries');
      return judged.size < mostGenerators && !judged.has(key) && judged.add(key) !== undefined;
    });
    if (!isListed) return;
    for (const { set, map } of orbit) {
      const { reason } = generator;
      found.set(partitionKey(set), { set, reason, words: wordsAt(map) });
    }
  };
  const pull = model.dynamics.kind === 'loss' ? 'gradients by' : 'drift and noise along';
  const vanishing = (indices: readonly number[]): SignedPartition => coordinateSubspace(names.length, indices);
  for (const rotation of rotationsAmong(symmetries, formulas)) {
    const set = vanishing(rotation.flatMap(({ first, second }) => [first, second]));
    add({ set, reason: 'symmetry' }, (by) => describeRotation(rotatedBy(rotation, by), names));
  }
  for (const map of symmetries) {
    add({ set: fixedSpaceOf(map), reason: 'symmetry' }, (by) => describeMap(conjugated(map, by), names));
  }
  for (const zeros of coordinates) {
    add({ set: vanishing(zeros), reason: 'vanishing gradient' }, (by) => {
      const moved = zeros.map((i) => Math.abs(by[i]) - 1).sort((a, b) => a - b);
      const told = inSlices(
        moved.map((i) => names[i]),
        names,
      );
      return `${pull} ${told.join(', ')} vanish`;
    });
  }
  return { generators: [...found.values()], symmetries };
}

/** A proved symmetry proves its fixed space, where the formulas are smooth there (theory §3); all else is proved by itself. */
function isProved(model: Model, { set, reason }: Pick<Generator, 'set' | 'reason'>): boolean {
  const statement = stateProblem(model, namedSet(model, set));
  if (reason === 'symmetry' && statement.breaks.length === 0) return true;
  return seemsInvariant(statement);
}

/** Partial maps that the search for symmetries looks at: a second's work, and many times what networks need. */
const mostPartialMaps = 4000;

/** Sets of which all others are intersections: what seventy interchangeable odd neurons have, of which a reader looks at none. */
const mostGenerators = 5000;
