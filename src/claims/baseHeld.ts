import { rational } from '../arithmetic/rational.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { intervalText } from './claimText.js';
import { type ExponentTheory, exponentTheory } from './exponentTheory.js';
import type { Instance } from './instance.js';

/** Whether the process stays at the set's base point, without which exponents there decide nothing (theory §4.4). */
export interface BaseHeld {
  /** why it is not proved to stay at an instance; null where it is */
  whyNot(instance: Instance): string | null;
  /** the exponents along the set at its base, whose sign decides; null where the base is held at every instance, or at none */
  readonly theory: ExponentTheory | null;
}

/** What the tangential dynamics of a set say of its base point, by exact signs alone. */
export function baseHeld(model: Model, set: AffineSet, derivation: Derivation, process: 'sde' | 'sgd'): BaseHeld {
  const { tangential } = derivation;
  if (tangential === null || tangential.kind === 'rests') return { whyNot: () => null, theory: null };
  if (tangential.kind === 'large') {
    const reason = `whether the process stays at the base point is not known: the set has ${tangential.dimension} dimensions (moving-base)`;
    return { whyNot: () => reason, theory: null };
  }
  const theory = exponentTheory(model, set, { ...derivation, ...tangential }, process, []);
  const name = `the exponent of ${process === 'sde' ? 'the SDE' : 'SGD'} along the set at its base point`;
  return {
    theory,
    whyNot(instance) {
      const found = theory.order(instance, rational(0));
      if (found?.sign === -1) return null;
      const bounds = theory.bounds(instance);
      const value = bounds === null ? '' : ` is ${intervalText(bounds)},`;
      return found === null
        ? `${name} is not proved to be below 0, so that the process may leave it, and the exponent there decides nothing (moving-base, theory §4.4)`
        : `${name}${value} not below 0: the process leaves it, and the exponent there decides nothing (moving-base, theory §4.4)`;
    },
  };
}

/** The theory of a set with nothing to say at instances where the process is not proved to stay at the base point. */
export function whereHeld(theory: ExponentTheory, held: BaseHeld | null): ExponentTheory {
  if (held === null) return theory;
  return {
    ...theory,
    order: (instance, value) => (held.whyNot(instance) === null ? theory.order(instance, value) : null),
  };
}
