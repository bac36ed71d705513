import { rational } from '../../src/arithmetic/rational.js';
import { certify } from '../../src/prediction/certificate/certify.js';
import { certifyMeanSquare } from '../../src/prediction/certificate/certifyMeanSquare.js';
import { exactFamily, familyNorm } from '../../src/prediction/matrices/linearFamily.js';
import { findNeighbourhood } from '../../src/prediction/neighbourhood/neighbourhoodSearch.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from '../builtin.js';
import { findingOf } from '../claims/claimsOf.js';
import { gaussianFamily, shifted } from '../prediction/families.js';
import type { Json } from './mutations.js';

/** Certificates that the kernel follows, made by the search, of every kind. */
export const originals: Readonly<Record<string, () => readonly Json[]>> = {
  invariance: () => [
    certificateOf('neuron', '{ set: A, invariant: true }'),
    certificateOf('pair', '{ set: identical, invariant: true }'),
    certificateOf('well', '{ set: top, invariant: true }'),
  ],
  counterexample: () => [
    certificateOf('neuron', '{ set: diagonal, invariant: true }'),
    certificateOf('chain', '{ set: one, invariant: true }'),
  ],
  equivalence: () => [certificateOf('neuron', '{ set: A, attractive: eta*zeta^2/2 > abs(mean(x*y))/mean(x^2) }')],
  difference: () => [certificateOf('neuron', '{ set: A, attractive: eta*zeta^2 > abs(mean(x*y))/mean(x^2) }')],
  bounds: () => [certificateOf('neuron', '{ set: A, attractive: true }'), ...meanSquareCertificates()],
  exponent: familyCertificates,
  neighbourhood: () => [neighbourhoodCertificate()],
};

function certificateOf(...args: Parameters<typeof findingOf>): Json {
  return plain(findingOf(...args).certificate);
}

function plain(certificate: unknown): Json {
  return JSON.parse(JSON.stringify(certificate)) as Json;
}

function familyCertificates(): Json[] {
  return Array.from({ length: 6 }, (_, index) => gaussianFamily(2, 10, index)).flatMap((family) =>
    [family, shifted(family, 0.4 * familyNorm(family))].flatMap((one) => {
      const found = certify(exactFamily(one));
      return found === null ? [] : [plain(found)];
    }),
  );
}

function meanSquareCertificates(): Json[] {
  const about = { version: 1, kind: 'bounds', model: 'family', set: 'origin', claim: 'mean-square stable' };
  return [2, 3].flatMap((k) =>
    [1, -1].map((value) => {
      const found = certifyMeanSquare(exactFamily(gaussianFamily(k, 12, k)), null, rational(value));
      const bounds = found && [{ value: `${value}`, side: found.side, meanSquare: found.proof }];
      return plain({ ...about, data: [], values: {}, samples: null, bounds });
    }),
  );
}

function neighbourhoodCertificate(): Json {
  const model = builtin('M1');
  const outcome = findNeighbourhood(model, deriveSet(model, model.sets[0]));
  if (outcome.status === 'none') throw new Error(outcome.reason);
  return plain(outcome.neighbourhood.certificate);
}
