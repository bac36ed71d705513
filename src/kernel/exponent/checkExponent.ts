import { InputError } from '../../arithmetic/inputError.js';
import { NotFollowed } from '../notFollowed.js';
import type { FollowedStatement } from '../statement.js';
import { checkClosedForm } from './checkClosedForm.js';
import { checkForm } from './checkForm.js';
import { checkFourier } from './checkFourier.js';
import { checkQuotient } from './checkQuotient.js';
import { familyLines } from './familyLines.js';
import { type CheckedFamily, type CheckedProof, type Outcome, readCertificate } from './readCertificate.js';

/**
 * Verifies a certificate of attraction or repulsion in exact rational arithmetic (theory §4.3, §7).
 *
 * Takes parsed JSON of any shape and never throws; `reason` says in words what was established, or what failed. The code shares nothing
 * with the search that finds certificates but the arithmetic of rationals. What is verified is the sign of λ of the family that the
 * certificate states; whether that family belongs to the model in `statement` is for the reader of the statement.
 */
export function checkExponent(certificate: unknown): Outcome {
  try {
    const { family, claim, proof } = readCertificate(certificate);
    return checkProof(family, claim, proof);
  } catch (error) {
    if (error instanceof InputError) return { valid: false, reason: error.message };
    throw error;
  }
}

/** The same as a statement. Throws InputError, NotFollowed. */
export function checkExponentCertificate(json: unknown): FollowedStatement {
  const { valid, reason } = checkExponent(json);
  if (!valid) throw new NotFollowed(reason);
  return { conclusion: reason, statement: familyLines(json) };
}

function checkProof(family: CheckedFamily, claim: 'attractive' | 'repelling', proof: CheckedProof): Outcome {
  switch (proof.kind) {
    case 'closed-form':
      return checkClosedForm(family, claim);
    case 'fourier-l1':
      return checkFourier(family, claim, proof);
    case 'form-bernstein':
      return checkForm(family, claim, proof);
    case 'quotient':
      return checkQuotient(family, claim, proof, checkProof);
  }
}
