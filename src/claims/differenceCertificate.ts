import { rational } from '../arithmetic/rational.js';
import { printExpression } from '../expression/syntax/print.js';
import type { DifferenceCertificate } from '../kernel/certificate.js';
import { type Proved, prove, type Unproved } from '../kernel/proved.js';
import type { Claim } from '../model/model.js';
import { statedInstance } from './boundCertificate.js';
import type { ClaimDomain } from './claimDomain.js';
import { claimVersusExponentAt } from './claimVersusExponent.js';
import type { ExponentTheory } from './exponentTheory.js';
import type { Instance } from './instance.js';

/** A difference between claim and theory as data. */
export function differenceCertificate(
  domain: ClaimDomain,
  theory: ExponentTheory,
  claim: Claim,
  instance: Instance,
): Proved<DifferenceCertificate> | Unproved {
  const { model, set, condition } = domain;
  const order = theory.order(instance, rational(0));
  const sides = claimVersusExponentAt(domain, theory, instance);
  const proof = order?.proof ?? null;
  if (proof === null || sides === null) {
    return { status: 'undecided', reason: 'no bound of the exponent is at hand that it knows' };
  }
  return prove<DifferenceCertificate>({
    version: 2,
    kind: 'difference',
    ...statedInstance(model, set, claim, instance),
    condition: printExpression(condition),
    holds: sides.claimed,
    exponent: proof,
  });
}
