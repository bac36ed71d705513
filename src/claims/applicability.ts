import { zeroTest } from '../expression/algebra/zeroTest.js';
import type { Claim, Model } from '../model/model.js';
import { isClipped } from '../model/noSde.js';
import { type Derivation, isLeft, type Linearisation } from '../symbolic/derivation.js';

/** What the theory of exponents has to say of a set under a process. */
export type Applicability =
  | { readonly kind: 'decides'; readonly derivation: Derivation & { readonly linearisation: Linearisation } }
  | { readonly kind: 'not invariant'; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** Which exponent a claim speaks of, and whether the base point is held for it. */
export interface ApplicabilityOptions extends Pick<ExponentClaim, 'process' | 'kind'> {
  /** whether the claim is about the exponent at a base point (frozen there), not about attraction where the point moves */
  readonly frozen: boolean;
}

type ExponentClaim = Exclude<Claim, { kind: 'invariant' }>;

/** Whether an exponent decides attraction here, and if not, why (theory §4, §5). */
export function applicabilityOf(
  model: Model,
  derivation: Derivation,
  { process, kind, frozen }: ApplicabilityOptions,
): Applicability {
  const { invariance, smoothness, linearisation, degenerate } = derivation;
  const silent = (reason: string): Applicability => ({ kind: 'silent', reason });
  if (isLeft(invariance)) return { kind: 'not invariant', reason: invariance.reason };
  if (invariance.status === 'undecided') return silent(`invariance is undecided: ${invariance.reason}`);
  if (smoothness.status === 'non-smooth') return silent(smoothness.reason);
  if (linearisation === null) return silent('there is nothing to linearise');
  if (degenerate !== null) return silent(degenerate);
  if (process === 'sgd' && model.dynamics.kind === 'sde') return silent('an SDE without data has no SGD');
  const hasMomentum = model.dynamics.kind === 'loss' && zeroTest(model.dynamics.momentum).status !== 'zero';
  if (hasMomentum && process === 'sde') return silent('with momentum the parameters alone follow no SDE (theory §6)');
  if (hasMomentum && kind !== 'meanSquareStable') return silent('no exact exponent of SGD with momentum is known here');
  if (isClipped(model)) return silent('gradients are clipped, and no exponent of clipped gradients is known here');
  if (linearisation.baseMoves && !frozen) {
    return silent(
      'drift or noise along the set moves the base point, so that no exponent at one base point decides (theory §5)',
    );
  }
  return { kind: 'decides', derivation: { ...derivation, linearisation } };
}
