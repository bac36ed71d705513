import type { Rational } from '../arithmetic/rational.js';
import type { ClaimCertificate } from '../kernel/certificate.js';
import type { Proved, Unproved } from '../kernel/proved.js';
import type { Claim } from '../model/model.js';
import type { Exponent } from '../prediction/prediction.js';
import type { Counterexample } from '../symbolic/derivation.js';
import type { Instance } from './instance.js';

/** What became of one claim (theory §3, §7): proved or refuted only with a certificate that the kernel followed. */
export type Finding = FoundOf &
  (
    | Proved<ClaimCertificate>
    | { readonly status: 'refuted'; readonly certificate: ClaimCertificate }
    | { readonly status: 'undecided'; readonly certificate: null }
  );

interface FoundOf {
  readonly claim: Claim;
  /** in words and mathematics */
  readonly reason: string;
  /** of a refuted claim, where there is something to look at */
  readonly witness: InvarianceWitness | AttractionWitness | null;
  /** the random search that found the witness, for replay; null when none was needed */
  readonly search: SearchRun | null;
}

/** What repeats a random search: the seed and the path to its witness. */
export interface SearchRun {
  readonly seed: number;
  /** what leads fast-check straight to the witness */
  readonly path: string;
}

/** A point of the set and a sample at which the normal gradient is not 0. */
export interface InvarianceWitness extends Counterexample {
  readonly kind: 'invariance';
}

/** An instance at which claim and theory differ. */
export interface AttractionWitness {
  readonly kind: 'attraction';
  readonly instance: Instance;
  /** one exact value a parameter; null where the base point is irrational */
  readonly base: ReadonlyMap<string, Rational> | null;
  readonly claimed: AttractionStatement | number;
  readonly derived: AttractionStatement | number;
  readonly exponents: { readonly sde: Exponent | null; readonly sgd: Exponent | null };
}

/** What a claim or the theory says of a set at one instance. */
export type AttractionStatement =
  | 'attractive'
  | 'not attractive'
  | 'repelling'
  | 'not invariant'
  | 'mean-square stable'
  | 'not mean-square stable';

/**
 * The finding for a claim that is true or false as far as the search sees: proved or refuted where the kernel followed the
 * certificate, else open.
 */
export function decided(isTrue: boolean, proof: Proved<ClaimCertificate> | Unproved, parts: FoundOf): Finding {
  if (proof.status === 'proved') return isTrue ? { ...parts, ...proof } : { ...parts, ...proof, status: 'refuted' };
  const reason = `${parts.reason}; but the checker of certificates does not follow: ${proof.reason}`;
  return { ...parts, reason, status: 'undecided', witness: null, certificate: null, search: null };
}

/** The finding for a claim that is left open. */
export function leftOpen(claim: Claim, reason: string): Finding {
  return { claim, status: 'undecided', reason, witness: null, certificate: null, search: null };
}
