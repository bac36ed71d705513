import { InputError } from '../../arithmetic/inputError.js';
import { checkExponent } from '../exponent/checkExponent.js';
import { checkNeighbourhood } from '../exponent/checkNeighbourhood.js';
import { checkBounds } from './checkBounds.js';
import { checkCounterexample } from './checkCounterexample.js';
import { checkDifference } from './checkDifference.js';
import { checkEquivalence } from './checkEquivalence.js';
import { checkInvariance } from './checkInvariance.js';
import { NotFollowed } from './field.js';
import { type ReadCertificate, readClaimCertificate } from './readClaimCertificate.js';

/** What a check of a certificate came to. */
export interface Outcome {
  readonly valid: boolean;
  /** what was verified, or what failed */
  readonly reason: string;
}

/**
 * Verifies a certificate of a claim, of the sign of an exponent or of a neighbourhood, in exact arithmetic (theory §3, §4.3, §7).
 *
 * Takes parsed JSON of any shape and never throws. The code shares nothing with the search that finds certificates but the
 * grammar of formulas and the arithmetic of rationals and their enclosures. What is verified is what the certificate
 * states; whether its formulas are those of the model that it names is for the reader of the statement.
 */
export function checkClaimCertificate(certificate: unknown): Outcome {
  if (typeof certificate !== 'object' || certificate === null || !('kind' in certificate)) {
    return checkExponent(certificate);
  }
  if (certificate.kind === 'neighbourhood') return checkNeighbourhood(certificate);
  try {
    return { valid: true, reason: verified(readClaimCertificate(certificate)) };
  } catch (error) {
    if (error instanceof InputError || error instanceof NotFollowed) return { valid: false, reason: error.message };
    throw error;
  }
}

function verified(certificate: ReadCertificate): string {
  switch (certificate.kind) {
    case 'invariance':
      return checkInvariance(certificate);
    case 'counterexample':
      return checkCounterexample(certificate);
    case 'equivalence':
      return checkEquivalence(certificate);
    case 'difference':
      return checkDifference(certificate);
    case 'bounds':
      return checkBounds(certificate);
  }
}
