import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { readModel } from '../../src/model/readModel.js';
import { driftFinding } from './driftFinding.js';

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

test('log(a + 1/2) > log(b) is proved to be a + 1/2 > b where both logarithms have values', () => {
  const [claim] = findingsOf('log');
  expect(claim.status).toBe('proved');
  expect(claim.certificate).toMatchObject({ kind: 'equivalence' });
});

test('sides that are equal without being rational refute, and at once', () => {
  for (const condition of ['log1p(a) > log1p(a)', 'log(9)*a > 2*log(3)*a', 'exp(log(2)) > 2 or a < 0']) {
    const { status, witness } = driftFinding('-w*a', condition);
    expect([condition, status, witness?.kind]).toEqual([condition, 'refuted', 'attraction']);
  }
});

describe('an exponent speaks of the region on which it was derived', () => {
  test('relu(c + w^2) - w^2/2 is w^2/2 at c = 0: c > 0 misses that value, c >= 0 is proved', () => {
    const [strict, weak] = findingsOf('min_c3');
    expect(strict.status).toBe('refuted');
    expect(strict.witness).toMatchObject({ claimed: 'not attractive', derived: 'attractive' });
    const instance = strict.witness?.kind === 'attraction' ? strict.witness.instance : null;
    expect(instance?.constants.get('c')).toEqual({ numerator: 0n, denominator: 1n });
    expect(weak.status).toBe('proved');
  });

  test('relu(x + w^2) has another curvature at a sample with x = 0: a claim for every data set is left open', () => {
    const [claim] = findingsOf('min_datakink');
    expect(claim.status).toBe('undecided');
    expect(claim.reason).toContain('it was derived where x != 0');
  });
});

describe('a claim speaks of values that the formulas have as they are written', () => {
  test('with sqrt(b) in the diffusion b is not negative, and a claim about b < 0 is about nothing', () => {
    const [everywhere, nowhere] = findingsOf('d1_min');
    expect(everywhere.status).toBe('proved');
    expect(nowhere.status).toBe('undecided');
    expect(nowhere.reason).toContain('nothing is claimed');
  });

  test.each([
    ['-w*a*b/b', '0*w', 'a > 0', 'proved'],
    ['-w*a*b/b', '0*w', 'b == 0 or a > 0', 'proved'],
    ['-w*a*b/b', '0*w', 'b != 0 and a > 0', 'proved'],
    ['-w*a*b/b', '0*w', 'b == 0 and a > 0', 'refuted'],
    ['-w*a', '0*w', 'b == 0 or a > 0', 'refuted'],
    ['-w*a', '0*w', 'a > 0 or log(b) > 0', 'refuted'],
  ])('drift %s, diffusion %s, attractive: %s is %s', (drift, diffusion, condition, status) => {
    const claim = driftFinding(drift, condition, diffusion);
    expect(claim.status).toBe(status);
    if (claim.witness?.kind !== 'attraction' || !condition.includes('log')) return;
    // a witness lies where every operand of the condition has a value
    expect(claim.witness.instance.constants.get('b')?.numerator).toBeGreaterThan(0n);
  });
});
