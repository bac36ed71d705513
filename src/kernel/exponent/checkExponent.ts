import { zero } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import type { FollowedStatement } from '../statement.js';
import { changeOfBasis } from './changeOfBasis.js';
import { signInSpan } from './checkClosedForm.js';
import { requireByForm, requireByNorm } from './checkCorrector.js';
import { requireBlocks } from './checkQuotient.js';
import { familyLines } from './familyLines.js';
import { type CheckedFamily, type CheckedProof, type Claim, readCertificate } from './readCertificate.js';

/**
 * Verifies a certificate of attraction or repulsion in exact rational arithmetic (theory §4.3, §7), and says what was established.
 *
 * The code shares nothing with the search that finds certificates but the arithmetic of rationals. What is verified is the sign of λ of
 * the family that the certificate states; whether that family belongs to the model in `statement` is for the reader of the statement.
 * Throws NotFollowed.
 */
export function checkExponent(json: unknown): FollowedStatement {
  const { family, claim, proof } = readCertificate(json);
  return { conclusion: requireProof(family, claim, proof), statement: familyLines(json) };
}

function requireProof(family: CheckedFamily, claim: Claim, proof: CheckedProof): string {
  switch (proof.kind) {
    case 'closed-form':
      return requireClosedForm(family, claim);
    case 'fourier-l1':
      return requireByNorm(changeOfBasis(family, proof.transform), claim, proof.corrector);
    case 'form-bernstein':
      return requireByForm(changeOfBasis(family, proof.transform), claim, proof.corrector);
    case 'quotient':
      return requireBlocks(family, claim, proof, requireProof);
  }
}

/** With k = 1 there is one direction, and Q is λ. */
function requireClosedForm(family: CheckedFamily, claim: Claim): string {
  if (family.size === 1) return requireByForm(family, claim, { degree: 0, coefficients: [zero] });
  if (signInSpan(family) !== (claim === 'attractive' ? -1 : 1)) {
    throw new NotFollowed(`the exponent in closed form is not that of a set that is ${claim}`);
  }
  return `the exponent in closed form is ${claim === 'attractive' ? 'negative' : 'positive'}, so the set is ${claim}`;
}
