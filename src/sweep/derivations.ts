import type { AffineSet, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import type { Engines } from '../verify/engines.js';

/**
 * The derivation of a set at other constants of its model: one for all, with the constants as symbols, where it holds for
 * all of their values; else derived anew at each.
 */
export function derivationsOf(model: Model, set: AffineSet, { derive }: Engines): (there: Model) => Derivation {
  const shared = derive(model, set);
  return holdsForAllConstants(shared) ? () => shared : (there) => derive(there, set);
}

/** Whether no value of a constant went into the derivation, and no border of its region depends on one. */
function holdsForAllConstants({ invariance, smoothness, region }: Derivation): boolean {
  return (
    invariance.status === 'proved' &&
    Object.keys(invariance.certificate.values).length === 0 &&
    smoothness.status === 'smooth' &&
    region.length === 0
  );
}
