import { describe, expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { significantDigits } from '../../src/claims/smallNumber.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { type GeneratedClaim, generatedClaim } from './generatedClaims.js';

/** All of them with CHECK_FULL=1; on every run the first few. */
const isFull = process.env.CHECK_FULL === '1';
const falseClaims = isFull ? 1000 : 16;
const trueClaims = isFull ? 1000 : 8;
const longest = isFull ? 1_800_000 : 60_000;

function findingOf({ model, claim }: GeneratedClaim): Finding {
  const [finding] = checkClaims(model, [claim], { seed: 1 });
  return finding;
}

function mostDigits({ witness }: Finding): number {
  if (witness === null) return 0;
  const numbers =
    witness.kind === 'invariance'
      ? [...witness.theta.values(), ...witness.sample.values()]
      : [...witness.instance.constants.values(), ...(witness.instance.rows ?? []).flat()];
  return Math.max(0, ...numbers.map(significantDigits));
}

describe('claims made at random, seed 1', () => {
  test(
    `of ${falseClaims} false ones none is proved and 99 % are refuted, at numbers of two digits, with certificates`,
    () => {
      let refuted = 0;
      for (let n = 0; n < falseClaims; n++) {
        const generated = generatedClaim(1, n, false);
        const finding = findingOf(generated);
        expect(finding.status, generated.text).not.toBe('proved');
        if (finding.status !== 'refuted') continue;
        refuted++;
        expect(mostDigits(finding), generated.text).toBeLessThanOrEqual(2);
        expect(checkCertificate(finding.certificate).followed, generated.text).toBe(true);
      }
      expect(refuted).toBeGreaterThanOrEqual(0.99 * falseClaims);
    },
    longest,
  );

  test(
    `of ${trueClaims} true ones none is refuted, and nearly all are proved`,
    () => {
      let proved = 0;
      for (let n = 0; n < trueClaims; n++) {
        const generated = generatedClaim(1, n, true);
        const finding = findingOf(generated);
        expect(finding.status, generated.text).not.toBe('refuted');
        if (finding.status === 'proved') proved++;
      }
      expect(proved).toBeGreaterThanOrEqual(0.95 * trueClaims);
    },
    longest,
  );
});
