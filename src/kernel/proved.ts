import { checkCertificate } from './checkCertificate.js';

declare const byTheKernel: unique symbol;

/** A certificate that the kernel has followed; only `prove` makes one. */
export type Followed<C> = C & { readonly [byTheKernel]: true };

/** What may be called proved: a statement with the certificate that the kernel followed. */
export interface Proved<C> {
  readonly status: 'proved';
  readonly certificate: Followed<C>;
}

/** What may not, and why. */
export interface Unproved {
  readonly status: 'undecided';
  readonly reason: string;
}

/** The one place where anything is called proved: the kernel follows the certificate, or says why it does not (theory §7). */
export function prove<C extends object>(certificate: C): Proved<C> | Unproved {
  const checked = checkCertificate(certificate);
  return checked.followed
    ? { status: 'proved', certificate: certificate as Followed<C> }
    : { status: 'undecided', reason: checked.reason };
}
