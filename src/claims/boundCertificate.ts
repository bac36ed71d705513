import { toText } from '../arithmetic/rational.js';
import type { BoundCertificate, ExponentBound } from '../kernel/certificate.js';
import { type Proved, prove, type Unproved } from '../kernel/proved.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import { textValues } from '../symbolic/invarianceCertificate.js';
import { type Instance, samplesAt, valuesAt } from './instance.js';

/** Bounds of an exponent at an instance as a certificate. */
export function boundCertificate(
  model: Model,
  set: AffineSet,
  claim: Claim,
  instance: Instance,
  bounds: readonly (ExponentBound | null)[],
): Proved<BoundCertificate> | Unproved {
  const known = bounds.flatMap((bound) => bound ?? []);
  if (known.length < bounds.length) {
    return { status: 'undecided', reason: 'it knows no such bound of an exponent' };
  }
  return prove<BoundCertificate>({
    version: 1,
    kind: 'bounds',
    ...statedInstance(model, set, claim, instance),
    bounds: known,
  });
}

/** What a certificate says of where a claim is looked at. */
export function statedInstance(model: Model, set: AffineSet, claim: Claim, instance: Instance) {
  return {
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: dataNames(model),
    values: textValues(valuesAt(instance)),
    samples: samplesAt(model, instance)?.rows.map((row) => row.map(toText)) ?? null,
  };
}
