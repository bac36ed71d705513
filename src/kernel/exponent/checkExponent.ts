import { zero } from '../../arithmetic/rational.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { object } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { changeOfBasis } from './changeOfBasis.js';
import { signInSpan } from './checkClosedForm.js';
import { requireByForm, requireByNorm } from './checkCorrector.js';
import { requireBlocks } from './checkQuotient.js';
import { familyLines } from './familyLines.js';
import {
  type CheckedFamily,
  type Claim,
  readClaim,
  readCorrector,
  readFamily,
  squareMatrix,
} from './readCertificate.js';

/**
 * Verifies a certificate of attraction or repulsion in exact rational arithmetic (theory §4.3, §7), and says what was established.
 *
 * The code shares nothing with the search that finds certificates but the arithmetic of rationals. What is verified is the sign of λ of
 * the family that the certificate states; whether that family belongs to the model in `statement` is for the reader of the statement.
 * Throws NotFollowed.
 */
export function checkExponent(json: unknown): FollowedStatement {
  const certificate = object(json, 'certificate');
  const family = readFamily(certificate.family);
  const conclusion = requireProof(family, readClaim(certificate), certificate.proof);
  return { conclusion, statement: familyLines(family) };
}

/** Verifies a proof of the sign of a family's λ, and says what was established. Throws NotFollowed. */
export function requireProof(family: CheckedFamily, claim: Claim, json: unknown, where = 'proof', depth = 0): string {
  if (depth > deepestProof) throw malformed(where, 'is nested too deeply');
  const { kind, transform, corrector, ...blocks } = object(json, where);
  if (kind === 'closed-form') return requireClosedForm(family, claim);
  const moved = changeOfBasis(family, squareMatrix(transform, `${where}.transform`));
  switch (kind) {
    case 'fourier-l1':
      return requireByNorm(moved, claim, readCorrector(corrector, `${where}.corrector`));
    case 'form-bernstein':
      return requireByForm(moved, claim, readCorrector(corrector, `${where}.corrector`));
    case 'quotient':
      return requireBlocks(moved, claim, blocks, where, (block, proof, at) =>
        requireProof(block, claim, proof, at, depth + 1),
      );
    default:
      throw malformed(`${where}.kind`, 'unknown', 'closed-form, fourier-l1, form-bernstein or quotient');
  }
}

/** Proofs by blocks stand within one another as deep as matrices have rows. */
const deepestProof = 10;

/** With k = 1 there is one direction, and Q is λ. */
function requireClosedForm(family: CheckedFamily, claim: Claim): string {
  if (family.size === 1) return requireByForm(family, claim, { degree: 0, coefficients: [zero] });
  if (signInSpan(family) !== (claim === 'attractive' ? -1 : 1)) {
    throw new NotFollowed(`the exponent in closed form is not that of a set that is ${claim}`);
  }
  return `the exponent in closed form is ${claim === 'attractive' ? 'negative' : 'positive'}, so the set is ${claim}`;
}
