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
 * A claim is proved or refuted in exact arithmetic and rational enclosures alone. Deterministic for a seed.
 */
export function checkClaims(model: Model, claims: readonly Claim[], options: CheckOptions): Finding[] {
  const derivations = new Map<AffineSet, Derivation>();
  return claims.map((claim) => {
    const set = model.sets.find(({ name }) => name === claim.set);
    if (set === undefined) throw new RangeError(`checkClaims: the model has no set ${claim.set}`);
    const derivation = derivations.get(set) ?? deriveSet(model, set);
    derivations.set(set, derivation);
    return checkClaim(model, set, derivation, claim, options);
  });
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
      return typeof claim.condition === 'boolean'
        ? checkAttraction(model, set, derivation, { ...claim, condition: claim.condition }, options)
        : checkCondition(model, set, derivation, { ...claim, condition: claim.condition }, options);
  }
}
