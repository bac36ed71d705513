import { rational, toText } from '../arithmetic/rational.js';
import { printExpression } from '../expression/syntax/print.js';
import type { DifferenceCertificate } from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import { dataNames } from '../model/constants.js';
import type { Claim } from '../model/model.js';
import { textValues } from '../symbolic/invarianceCertificate.js';
import type { ClaimDomain } from './claimDomain.js';
import { claimVersusExponentAt } from './claimVersusExponent.js';
import type { ExponentTheory } from './exponentTheory.js';
import { type Instance, samplesAt } from './instance.js';

/** A difference between claim and theory as data; null where the checker cannot follow. */
export function differenceCertificate(
  domain: ClaimDomain,
  theory: ExponentTheory,
  claim: Claim,
  instance: Instance,
): DifferenceCertificate | null {
  const { model, set, condition } = domain;
  const order = theory.order(instance, rational(0));
  const sides = claimVersusExponentAt(domain, theory, instance);
  if (order === null || order.proof === null || order.sign === 0 || sides === null) return null;
  const sign = order.sign < 0 ? 'negative' : 'positive';
  const { proof } = order;
  const certificate: DifferenceCertificate = {
    version: 1,
    kind: 'difference',
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: dataNames(model),
    condition: printExpression(condition),
    values: textValues(new Map([...instance.constants, ...instance.base])),
    samples: samplesAt(model, instance)?.rows.map((row) => row.map(toText)) ?? null,
    holds: sides.claimed,
    exponent: 'family' in proof ? { sign, family: proof.family } : { sign, closedForm: proof.closedForm },
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}
