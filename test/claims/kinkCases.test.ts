import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { readModel } from '../../src/model/readModel.js';
import { knownClaims } from './kinkCases.js';

/** 2,000 by `npm run check:full`. */
const numRuns = process.env.CHECK_FULL ? 2000 : 60;

test('of kinks, borders and domains no wrong statement is proved and no right one refuted', () => {
  const counts = { proved: 0, refuted: 0, undecided: 0 };
  fc.assert(
    fc.property(knownClaims, ({ text, truth }) => {
      const model = readModel(text, 'model.yaml');
      const [{ status }] = checkClaims(model, model.claims, { seed: 1 });
      counts[status]++;
      if (status === 'proved') expect(truth).toBe(true);
      if (status === 'refuted') expect(truth).toBe(false);
    }),
    { seed: 28, numRuns },
  );
  // the search decides most of them
  expect(counts.proved).toBeGreaterThan(numRuns / 5);
  expect(counts.refuted).toBeGreaterThan(numRuns / 5);
}, 1_200_000);
