import type { Model } from '../model/model.js';
import { seemsInvariant } from '../symbolic/invariance.js';
import { stateProblem } from '../symbolic/statement.js';
import { coordinateSets } from './coordinateSets.js';
import { equivalentForms } from './equivalentForms.js';
import type { Generator } from './explanation.js';
import { formulasOf } from './formulas.js';
import { namedSet } from './namedSet.js';
import { symmetryProver } from './provedSymmetry.js';
import { describeRotation, rotationsAmong } from './rotations.js';
import { coordinateSubspace, partitionKey, type SignedPartition } from './signedPartition.js';
import { describeMap, fixedSpaceOf, flipOf, type SignedPermutation } from './signedPermutation.js';
import { structureOf } from './structure.js';
import { type SearchOptions, searchSymmetries } from './symmetrySearch.js';

/**
 * The proved invariant sets of which all that are found are intersections, with the symmetries of the model.
 *
 * A set that is both the fixed space of a symmetry and one on which gradients vanish counts as the former.
 */
export function findGenerators(
  model: Model,
  { onBound, onProgress, isAborted }: Pick<SearchOptions, 'onBound' | 'onProgress' | 'isAborted'>,
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
      ...(isAborted === undefined ? {} : { isAborted }),
    });
  }
  const found = new Map<string, Generator>();
  const add = (generator: Generator): void => {
    const key = partitionKey(generator.set);
    if (!found.has(key) && isProved(model, generator)) found.set(key, generator);
  };
  const names = model.parameters;
  const pull = model.dynamics.kind === 'loss' ? 'gradients by' : 'drift and noise along';
  const vanishing = (indices: readonly number[]): SignedPartition => coordinateSubspace(names.length, indices);
  for (const rotation of rotationsAmong(symmetries, formulas)) {
    const set = vanishing(rotation.flatMap(({ first, second }) => [first, second]));
    add({ set, reason: 'symmetry', words: describeRotation(rotation, names) });
  }
  for (const map of symmetries) {
    add({ set: fixedSpaceOf(map), reason: 'symmetry', words: describeMap(map, names) });
  }
  for (const zeros of coordinates) {
    const words = `${pull} ${zeros.map((i) => names[i]).join(', ')} vanish`;
    add({ set: vanishing(zeros), reason: 'vanishing gradient', words });
  }
  return { generators: [...found.values()], symmetries };
}

/** A proved symmetry proves its fixed space, where the formulas are smooth there (theory §3); all else is proved by itself. */
function isProved(model: Model, { set, reason }: Generator): boolean {
  const statement = stateProblem(model, namedSet(model, set));
  if (reason === 'symmetry' && statement.breaks.length === 0) return true;
  return seemsInvariant(statement);
}

/** Partial maps that the search for symmetries looks at: a second's work, and many times what networks need. */
const mostPartialMaps = 4000;
