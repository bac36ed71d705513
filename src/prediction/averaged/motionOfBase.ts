import type { Model } from '../../model/model.js';
import { noSdeReason } from '../../model/noSde.js';
import type { Derivation } from '../../symbolic/derivation.js';
import { evaluateLinearisation } from '../linearisation/evaluatedLinearisation.js';
import type { Exponent } from '../prediction.js';
import { tangentialExponents } from '../tangential.js';
import { averagedExponents } from './averagedExponents.js';

/** What the base point of a set does. */
export interface MotionOfBase {
  /** whether the process leaves it, so that exponents there decide nothing */
  readonly moves: boolean;
  /** the exponent along it, of the SDE, or of SGD where there is none; null where it stays, or that was not computed */
  readonly averaged: Exponent | null;
}

/**
 * Whether a set's base point holds the process, and the exponent along a base point that moves by its own drift or noise,
 * from a share of the steps of a full average (theory §5).
 */
export function motionOfBase(
  model: Model,
  derivation: Derivation,
  { seed, share }: { readonly seed: number; readonly share: number },
): MotionOfBase {
  const hasSde = noSdeReason(model) === null;
  const tangential = tangentialExponents(model, derivation, { seed, hasSde, signOnly: true }, []);
  const { set, linearisation } = derivation;
  if (!linearisation?.baseMoves) return { moves: tangential !== null && !tangential.holds, averaged: null };
  const evaluated = evaluateLinearisation(model, set.base, linearisation);
  if (evaluated === null) return { moves: true, averaged: null };
  const sgd = hasSde ? null : evaluated.sgd;
  const { sde, sgd: ofSgd } = averagedExponents(
    model,
    derivation,
    { seed, hasSde, hasChain: false, sgd, tangential, share },
    [],
  );
  return { moves: true, averaged: sde ?? ofSgd };
}
