import { checkClaimCertificate } from './claim/checkClaimCertificate.js';

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
  | {
      readonly followed: true;
      readonly kind: CertificateKind;
      /** one sentence: what is shown */
      readonly conclusion: string;
      /** what the sentence speaks of: set, fields, data, constants, domain; one entry a line */
      readonly statement: readonly StatementLine[];
    }
  | { readonly followed: false; readonly reason: string };

/** One line of a statement, such as `set` with its equations. */
export interface StatementLine {
  readonly name: string;
  readonly text: string;
}

/**
 * Verifies a certificate of any kind in exact arithmetic and rational enclosures; only a statement that was followed may
 * be called proved (docs/trusted.md, theory §7).
 *
 * Takes parsed JSON of any shape and throws nothing.
 */
export function checkCertificate(json: unknown): Checked {
  const { valid, reason } = checkClaimCertificate(json);
  if (!valid) return { followed: false, reason };
  return { followed: true, kind: kindOf(json), conclusion: reason, statement: [] };
}

function kindOf(json: unknown): CertificateKind {
  const kind = (json as { readonly kind?: CertificateKind }).kind;
  return kind ?? 'exponent';
}
