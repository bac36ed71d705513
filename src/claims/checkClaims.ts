import { InputError } from '../arithmetic/inputError.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import { checkAttraction } from './attractionClaim.js';
import type { CheckOptions } from './checkOptions.js';
import { checkCondition } from './conditionClaim.js';
import { checkExponent } from './exponentClaim.js';
import type { Finding } from './finding.js';
import { checkInvariance } from './invarianceClaim.js';

/**
 * Decides claims about a model's sets, in their order: proved, refuted with a witness, or undecided (theory §3, §7).
 *
 * A claim is proved or refuted in exact arithmetic and rational enclosures alone. Deterministic for a seed. A path is held
 * against the one that the search from the seed names: by itself it might lead to some other witness, under another seed.
 * Throws InputError where they differ.
 */
export function checkClaims(model: Model, claims: readonly Claim[], options: CheckOptions): Finding[] {
  const derivations = new Map<AffineSet, Derivation>();
  return claims.map((claim) => {
    const set = model.sets.find(({ name }) => name === claim.set);
    if (set === undefined) throw new RangeError(`checkClaims: the model has no set ${claim.set}`);
    const derivation = derivations.get(set) ?? deriveSet(model, set);
    derivations.set(set, derivation);
    const finding = checkClaim(model, set, derivation, claim, options);
    if (options.path !== undefined && finding.search?.path !== options.path) throw notItsPath(options.path);
    return finding;
  });
}

function notItsPath(path: string): InputError {
  return new InputError(
    '--path',
    `${path} is not a path of this claim and seed`,
    'the path and seed that a search named',
  );
}

function checkClaim(
  model: Model,
  set: AffineSet,
  derivation: Derivation,
  claim: Claim,
  options: CheckOptions,
): Finding {
  switch (claim.kind) {
    case 'invariant':
      return checkInvariance(model, set, derivation, claim, options);
    case 'exponent':
      return checkExponent(model, set, derivation, claim);
    case 'attractive':
    case 'meanSquareStable':
      return typeof claim.condition === 'boolean'
        ? checkAttraction(model, set, derivation, { ...claim, condition: claim.condition }, options)
        : checkCondition(model, set, derivation, { ...claim, condition: claim.condition }, options);
  }
}
