import { keyOf } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import type { Engines } from '../verify/engines.js';

/**
 * The derivation of a set at other constants of its model, and on pieces of its learning rate: one for all that have a rate,
 * with the constants as symbols, where it holds for all of their values; else derived anew at each.
 */
export function derivationsOf(model: Model, set: AffineSet, { derive }: Engines): (there: Model) => Derivation {
  const byRate = new Map<string, Derivation>();
  return (there) => {
    const rate = there.dynamics.kind === 'loss' ? keyOf(there.dynamics.learningRate) : '';
    const shared = byRate.get(rate) ?? derive({ ...there, constants: model.constants }, set);
    byRate.set(rate, shared);
    return holdsForAllConstants(shared) ? shared : derive(there, set);
  };
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
