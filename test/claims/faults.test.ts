import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { readModel } from '../../src/model/readModel.js';

function findingsOf(name: string): Finding[] {
  const path = `test/data/faults/proofs/${name}.yaml`;
  const model = readModel(readFileSync(path, 'utf8'), path);
  return checkClaims(model, model.claims, { seed: 1 });
}

describe('a convention for the derivative at a kink proves nothing', () => {
  test('|w x - 0| at w = 0 is |w x|, refuted at a sample of the file', () => {
    const [given] = findingsOf('min_l1');
    expect(given.status).toBe('refuted');
    expect(given.witness).toMatchObject({ normalGradient: [1] });
  });

  test('two opposite biases see a|w| where x = 0, for all data and for the samples of the file', () => {
    for (const { status, witness, reason } of findingsOf('min_inv_kink')) {
      expect(status).toBe('refuted');
      if (witness?.kind !== 'invariance') throw new Error('no witness of invariance');
      expect(witness.sample.get('x')).toEqual({ numerator: 0n, denominator: 1n });
      expect(reason).toContain('is a kink');
    }
  });
});

test('the loss 0*w keeps every set, and the reason names the loss', () => {
  const [claim] = findingsOf('zero_text');
  expect(claim.status).toBe('proved');
  expect(claim.reason).toMatch(/^the gradient of the loss has no component normal to the set/);
});
