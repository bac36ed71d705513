import { expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { randomStream } from '../../src/numeric/random.js';
import { certify } from '../../src/prediction/certificate/certify.js';
import { exactFamily, familyNorm } from '../../src/prediction/matrices/linearFamily.js';
import { findNeighbourhood } from '../../src/prediction/neighbourhood/neighbourhoodSearch.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from '../builtin.js';
import { findingOf } from '../claims/claimsOf.js';
import { gaussianFamily, shifted } from '../prediction/families.js';
import { isFalse } from './falsity.js';
import { type Json, mutated } from './mutations.js';

const wanted = process.env.CHECK_FULL === '1' ? 1000 : 20;

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

function neighbourhoodCertificate(): Json {
  const model = builtin('M1');
  const outcome = findNeighbourhood(model, deriveSet(model, model.sets[0]));
  if (outcome.status === 'none') throw new Error(outcome.reason);
  return plain(outcome.neighbourhood.certificate);
}

/** Certificates that the kernel follows, made by the search. */
const originals: Readonly<Record<string, () => readonly Json[]>> = {
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
  bounds: () => [certificateOf('neuron', '{ set: A, attractive: true }')],
  exponent: familyCertificates,
  neighbourhood: () => [neighbourhoodCertificate()],
};

test.each(Object.keys(originals))(
  `of certificates of %s altered so that the statement is false, none is followed`,
  (kind) => {
    const from = originals[kind]();
    for (const original of from) expect(checkCertificate(original)).toMatchObject({ followed: true, kind });
    const stream = randomStream(7, 0);
    let found = 0;
    for (let attempt = 0; found < wanted && attempt < 200 * wanted; attempt++) {
      const mutant = mutated(from[attempt % from.length], stream) as Readonly<Record<string, Json>>;
      if (!isFalse(kind, mutant, stream)) continue;
      found++;
      expect(checkCertificate(mutant), JSON.stringify(mutant)).toMatchObject({ followed: false });
    }
    expect(found).toBe(wanted);
  },
  3_600_000,
);
