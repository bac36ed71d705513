import { rational, toText } from '../arithmetic/rational.js';
import { printExpression } from '../expression/syntax/print.js';
import type { DifferenceCertificate } from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import type { Claim } from '../model/model.js';
import type { ExponentTheory } from './exponentTheory.js';
import { textValues } from './invarianceCertificate.js';
import { dataNames, type Place, samplesAt } from './place.js';
import { sidesAt } from './sides.js';
import type { Territory } from './territory.js';

/** A difference between claim and theory as data; null where the checker cannot follow. */
export function differenceCertificate(
  territory: Territory,
  theory: ExponentTheory,
  claim: Claim,
  place: Place,
): DifferenceCertificate | null {
  const { model, set, condition } = territory;
  const order = theory.order(place, rational(0));
  const sides = sidesAt(territory, theory, place);
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
    values: textValues(new Map([...place.constants, ...place.base])),
    samples: samplesAt(model, place)?.rows.map((row) => row.map(toText)) ?? null,
    holds: sides.claimed,
    exponent: 'family' in proof ? { sign, family: proof.family } : { sign, closedForm: proof.closedForm },
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}
