/**
 * A proof of the sign of a linearised family's top exponent λ that a separate checker verifies in exact arithmetic (theory §4.3).
 *
 * Plain JSON: every number that enters the proof is a rational as text, `p` or `p/q`. `checkCertificate` verifies it;
 * what follows for the nonlinear process is theory §4.4.
 */
export interface Certificate {
  readonly version: 1;
  /** attractive: λ < 0; repelling: λ > 0 */
  readonly claim: CertificateClaim;
  /** the caller's own words for what is proved: model, set, constants, how the matrices follow; null when there is none */
  readonly statement: JsonValue;
  readonly family: CertifiedFamily;
  readonly proof: Proof;
}

/** The sign that is claimed for the exponent: attractive says that it is negative. */
export type CertificateClaim = 'attractive' | 'repelling';

/** dy = −H y dt + √η Σ_j √weight_j M_j y dW_j, all k × k. */
export interface CertifiedFamily {
  readonly learningRate: string;
  readonly curvature: readonly (readonly string[])[];
  readonly noise: readonly { readonly weight: string; readonly matrix: readonly (readonly string[])[] }[];
  /** the true matrices differ from the stated ones by at most this in every entry; null when they are exact */
  readonly radii: EntryRadii<string> | null;
}

/** How far each entry of the matrices may be from the true one. */
export interface EntryRadii<Scalar> {
  readonly curvature: Scalar;
  /** one a noise matrix M_j */
  readonly noise: readonly Scalar[];
}

/** The ways in which the sign of an exponent is proved. */
export type Proof = ClosedFormProof | FourierProof | FormProof | QuotientProof;

/** k = 1, or a 2 × 2 family inside span{I, K} (theory §5): the exponents are explicit. */
export interface ClosedFormProof {
  readonly kind: 'closed-form';
}

/** In the coordinates T y the constant term of Q + 𝓛φ outweighs the ℓ1 norm of all other Fourier coefficients. */
export interface FourierProof {
  readonly kind: 'fourier-l1';
  readonly transform: readonly (readonly string[])[];
  readonly corrector: FourierText;
}

/** In the coordinates T y the form R^{d+2}(Q + 𝓛φ) has one sign, by Bernstein coefficients on a subdivision of the orthants. */
export interface FormProof {
  readonly kind: 'form-bernstein';
  readonly transform: readonly (readonly string[])[];
  readonly corrector: FourierText | FormText;
}

/**
 * In the coordinates T y all matrices are block upper triangular with diagonal blocks of the given sizes, and λ is the largest of the
 * blocks' exponents. Attractive: every block has a proof. Repelling: at least one has, and almost every start is repelled.
 */
export interface QuotientProof {
  readonly kind: 'quotient';
  readonly transform: readonly (readonly string[])[];
  readonly sizes: readonly number[];
  readonly proofs: readonly (Proof | null)[];
}

/** k = 2: φ = 2 Re Σ_{n=1..N} (real_n + i·imaginary_n)/denominator · e^{2inϑ}. */
export interface FourierText {
  readonly basis: 'fourier';
  readonly denominator: string;
  readonly real: readonly string[];
  readonly imaginary: readonly string[];
}

/** φ = p(y)/‖y‖^degree, p a form of even degree: one coefficient a monomial y₁^a₁ … y_k^a_k, (a₁, …, a_k) in descending lexicographic order. */
export interface FormText {
  readonly basis: 'form';
  readonly degree: number;
  readonly denominator: string;
  readonly coefficients: readonly string[];
}

/** What a file of JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
