import { greatestCommonDivisor, type Rational, sign, toText } from '../numeric/rational.js';
import type { RationalMatrix } from '../numeric/rationalMatrix.js';
import type { Certificate, CertifiedFamily, EntryRadii, JsonValue } from './certificate.js';
import { type Candidate, circleCandidates } from './certifyOnCircle.js';
import { checkCertificate } from './check/checkCertificate.js';
import type { ExactLinearFamily } from './linearFamily.js';
import { type PlanarStructure, planarStructure } from './planarStructure.js';

export interface CertifyOptions {
  /** how far the true entries may be from the family's; null or left out when they are exact */
  readonly radii?: EntryRadii<Rational> | null;
  /** what the certificate is about, in the caller's words: model, set, constants, matrices */
  readonly statement?: JsonValue;
}

/**
 * A proof of the sign of λ of a k × k family, verified by `checkCertificate` before it is returned; null where the search finds none, as
 * it must when λ = 0 (theory §4.3). Closed forms and common invariant subspaces come first where the entries are exact.
 */
export function certify(family: ExactLinearFamily, options: CertifyOptions = {}): Certificate | null {
  const { radii = null, statement = null } = options;
  const stated = statedFamily(family, radii);
  for (const { claim, proof } of candidates(family, radii === null)) {
    const certificate: Certificate = { version: 1, claim, statement, family: stated, proof };
    if (checkCertificate(certificate).valid) return certificate;
  }
  return null;
}

function statedFamily(family: ExactLinearFamily, radii: EntryRadii<Rational> | null): CertifiedFamily {
  return {
    learningRate: toText(family.learningRate),
    curvature: matrixText(family.curvature),
    noise: family.noise.map(({ weight, matrix }) => ({ weight: toText(weight), matrix: matrixText(matrix) })),
    radii: radii && { curvature: toText(radii.curvature), noise: radii.noise.map(toText) },
  };
}

function matrixText(matrix: RationalMatrix): string[][] {
  return matrix.map((row) => row.map(toText));
}

function candidates(family: ExactLinearFamily, exact: boolean): Iterable<Candidate> {
  if (family.curvature.length === 1) return closedForm;
  const structure: PlanarStructure = exact ? planarStructure(family) : { kind: 'irreducible' };
  switch (structure.kind) {
    case 'commuting':
      return closedForm;
    case 'triangular':
      return [triangularCandidate(structure)];
    case 'irreducible':
      return circleCandidates(family);
  }
}

/** The checker computes the sign, so both claims are put to it. */
const closedForm: readonly Candidate[] = [
  { claim: 'attractive', proof: { kind: 'closed-form' } },
  { claim: 'repelling', proof: { kind: 'closed-form' } },
];

/** Coordinates whose first axis is the common eigenvector; both diagonal entries have closed forms. */
function triangularCandidate({
  direction: [x, y],
  along,
  across,
}: Extract<PlanarStructure, { kind: 'triangular' }>): Candidate {
  const divisor = greatestCommonDivisor(x, y);
  const transform =
    x === 0n
      ? [
          [0n, 1n],
          [1n, 0n],
        ]
      : [
          [1n, 0n],
          [-y / divisor, x / divisor],
        ];
  const claim = sign(along) > 0 || sign(across) > 0 ? 'repelling' : 'attractive';
  const proofs = [along, across].map((exponent) =>
    claim === 'attractive' || sign(exponent) > 0 ? ({ kind: 'closed-form' } as const) : null,
  );
  return {
    claim,
    proof: { kind: 'quotient', transform: transform.map((row) => row.map(String)), sizes: [1, 1], proofs },
  };
}
