import { expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { randomStream } from '../../src/numeric/random.js';
import { isFalse } from './falsity.js';
import { type Json, mutated } from './mutations.js';
import { originals } from './originals.js';

const wanted = process.env.CHECK_FULL === '1' ? 1000 : 20;

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
