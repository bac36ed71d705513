import { checkBounds, checkDifference } from './claim/checkBounds.js';
import { checkEquivalence } from './equivalence/checkEquivalence.js';
import { checkExponent } from './exponent/checkExponent.js';
import { checkNeighbourhood } from './exponent/checkNeighbourhood.js';
import { checkCounterexample } from './invariance/checkCounterexample.js';
import { checkInvariance } from './invariance/checkInvariance.js';
import { malformed, NotFollowed } from './notFollowed.js';
import type { FollowedStatement } from './statement.js';

/** What a certificate can be about (docs/trusted.md). */
export type CertificateKind =
  | 'invariance'
  | 'counterexample'
  | 'equivalence'
  | 'difference'
  | 'bounds'
  | 'exponent'
  | 'neighbourhood';

/** The kernel's answer: the statement that it followed a proof of, in full, or where it stopped. */
export type Checked =
  | ({ readonly followed: true; readonly kind: CertificateKind } & FollowedStatement)
  | { readonly followed: false; readonly reason: string };

/**
 * Verifies the statement of a certificate of any kind in exact arithmetic and rational enclosures; only a statement that was
 * followed may be called proved (docs/trusted.md, theory §7).
 *
 * Takes parsed JSON of any shape and throws nothing.
 */
export function checkStatement(json: unknown): Checked {
  return answered(() => {
    const { kind = 'exponent', version } = Object(json) as { readonly kind?: unknown; readonly version?: unknown };
    const checker = Object.hasOwn(checkers, String(kind)) ? checkers[kind as CertificateKind] : null;
    if (checker === null) throw malformed('kind', 'is none that is read', Object.keys(checkers).join(', '));
    if (version !== checker.version) throw malformed('version', 'is none that is read', String(checker.version));
    return { followed: true, kind: kind as CertificateKind, ...checker.check(json) };
  });
}

const checkers: {
  readonly [kind in CertificateKind]: { version: number; check: (json: unknown) => FollowedStatement };
} = {
  invariance: { version: 2, check: checkInvariance },
  counterexample: { version: 2, check: checkCounterexample },
  equivalence: { version: 2, check: checkEquivalence },
  difference: { version: 2, check: checkDifference },
  bounds: { version: 1, check: checkBounds },
  exponent: { version: 1, check: checkExponent },
  neighbourhood: { version: 2, check: checkNeighbourhood },
};

/** The answer of a check that may throw: no yes, whatever went wrong. */
export function answered(check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    if (error instanceof NotFollowed) return { followed: false, reason: error.message };
    // a stack that is too short for a formula, say
    return { followed: false, reason: `the kernel stopped: ${error instanceof Error ? error.message : String(error)}` };
  }
}
