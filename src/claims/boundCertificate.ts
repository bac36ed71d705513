import { toText } from '../arithmetic/rational.js';
import type { BoundCertificate, ExponentBound } from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import { textValues } from '../symbolic/invarianceCertificate.js';
import { type Instance, samplesAt } from './instance.js';

/** Bounds of an exponent at an instance as a certificate; null where the checker cannot follow. */
export function boundCertificate(
  model: Model,
  set: AffineSet,
  claim: Claim,
  instance: Instance,
  bounds: readonly ExponentBound[],
): BoundCertificate | null {
  const certificate: BoundCertificate = {
    version: 1,
    kind: 'bounds',
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: dataNames(model),
    values: textValues(new Map([...instance.constants, ...instance.base])),
    samples: samplesAt(model, instance)?.rows.map((row) => row.map(toText)) ?? null,
    bounds,
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}
