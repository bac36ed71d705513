import { type Rational, toText } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import type { Certificate, CertifiedFamily, EntryRadii, JsonValue } from '../../kernel/exponent/certificate.js';
import { type Followed, prove } from '../../kernel/proved.js';
import type { ExactLinearFamily } from '../matrices/linearFamily.js';
import { planarStructure } from '../subspaces/planarStructure.js';
import { type BlockTriangularForm, blockTriangularForm } from '../subspaces/reducible.js';
import { type Candidate, circleCandidates } from './certifyOnCircle.js';
import { formCandidates } from './formCertificate.js';

/** What a certificate speaks of, and how far the search for it goes. */
export interface CertifyOptions {
  /** how far the true entries may be from the family's; null or left out when they are exact */
  readonly radii?: EntryRadii<Rational> | null;
  /** what the certificate is about, in the caller's words: model, set, constants, matrices */
  readonly statement?: JsonValue;
  /** forms with more coefficients are not tried: 160 ends within seconds, the default within half a minute where λ is nearly 0 */
  readonly mostCoefficients?: number;
}

/**
 * A proof of the sign of λ of a k × k family that the kernel has followed; null where the search finds none, as it must
 * when λ = 0 (theory §4.3). Closed forms and common invariant subspaces come first where the entries are exact.
 */
export function certify(family: ExactLinearFamily, options: CertifyOptions = {}): Followed<Certificate> | null {
  const { radii = null, statement = null, mostCoefficients = 330 } = options;
  const about = { version: 1, statement, family: statedFamily(family, radii) } as const;
  for (const candidate of candidates(family, radii === null, mostCoefficients)) {
    const found = prove<Certificate>({ ...about, ...candidate });
    if (found.status === 'proved') return found.certificate;
  }
  return null;
}

/** The family as its certificate states it. */
export function statedFamily(family: ExactLinearFamily, radii: EntryRadii<Rational> | null): CertifiedFamily {
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

function* candidates(family: ExactLinearFamily, exact: boolean, mostCoefficients: number): Generator<Candidate> {
  const k = family.curvature.length;
  const structure = k === 2 ? planarStructure(family).kind : null;
  if (k === 1 || (exact && structure === 'commuting')) {
    yield* closedForm;
    return;
  }
  const form = exact ? blockTriangularForm(family) : null;
  if (form !== null && form.blocks.length > 1) {
    yield* quotientCandidates(form, mostCoefficients);
    return;
  }
  // with several ergodic components, exactly or within the radii, the backward equation has no solution to find
  if (structure === 'irreducible') yield* circleCandidates(family);
  const most = structure === null ? mostCoefficients : Math.min(mostCoefficients, mostOnCircle[structure]);
  yield* formCandidates(family, most);
}

/** Where the backward equation gave no proof, long searches have not either; two ergodic components need 64 modes at λ = 0.05 (M2). */
const mostOnCircle = { irreducible: 64, triangular: 128, commuting: 128 };

/** The checker computes the sign, so both claims are put to it. */
const closedForm: readonly Candidate[] = [
  { claim: 'attractive', proof: { kind: 'closed-form' } },
  { claim: 'repelling', proof: { kind: 'closed-form' } },
];

/** One repelling block repels almost every start; all blocks have to attract. */
function* quotientCandidates(
  { transform, blocks }: BlockTriangularForm,
  mostCoefficients: number,
): Generator<Candidate> {
  const found = blocks.map(({ family }) => certify(family, { mostCoefficients }));
  const sizes = blocks.map(({ family }) => family.curvature.length);
  const repelling = found.findIndex((candidate) => candidate?.claim === 'repelling');
  const proofs = found.map((candidate, i) => (repelling < 0 || i === repelling ? (candidate?.proof ?? null) : null));
  if (repelling < 0 && proofs.includes(null)) return;
  yield {
    claim: repelling < 0 ? 'attractive' : 'repelling',
    proof: { kind: 'quotient', transform: matrixText(transform), sizes, proofs },
  };
}
