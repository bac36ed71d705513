import { toText } from '../arithmetic/rational.js';
import type { BoundCertificate, ExponentBound } from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import { textValues } from './invarianceCertificate.js';
import { dataNames, type Place, samplesAt } from './place.js';

/** Bounds of an exponent at a place as a certificate; null where the checker cannot follow. */
export function boundCertificate(
  model: Model,
  set: AffineSet,
  claim: Claim,
  place: Place,
  bounds: readonly ExponentBound[],
): BoundCertificate | null {
  const certificate: BoundCertificate = {
    version: 1,
    kind: 'bounds',
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: dataNames(model),
    values: textValues(new Map([...place.constants, ...place.base])),
    samples: samplesAt(model, place)?.rows.map((row) => row.map(toText)) ?? null,
    bounds,
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}
