import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { driftFinding } from './driftFinding.js';

function modelOf(name: string): Model {
  const path = `test/data/faults/proofs/${name}.yaml`;
  return readModel(readFileSync(path, 'utf8'), path);
}

function findingsOf(name: string): Finding[] {
  const model = modelOf(name);
  return checkClaims(model, model.claims, { seed: 1 });
}

/** Of every file the ends of its claims; what has none is about exponents. */
const ends: Readonly<Record<string, readonly Finding['status'][]>> = {
  d1_min: ['proved', 'undecided'],
  em_sign: [],
  hang_both: ['proved'],
  huge: [],
  log: ['proved'],
  min_c3: ['refuted', 'proved'],
  min_datakink: ['undecided'],
  min_inv_kink: ['refuted', 'refuted'],
  min_l1: ['refuted'],
  zero_text: ['proved'],
};

test('every file of faults ends as it must, and what is proved has a certificate that the kernel follows', () => {
  expect(readdirSync('test/data/faults/proofs')).toEqual(Object.keys(ends).map((name) => `${name}.yaml`));
  for (const [name, statuses] of Object.entries(ends)) {
    const findings = findingsOf(name);
    expect([name, ...findings.map(({ status }) => status)]).toEqual([name, ...statuses]);
    for (const { status, certificate } of findings) {
      const answer = checkCertificate(JSON.parse(JSON.stringify(certificate)));
      if (status === 'proved') expect(answer).toMatchObject({ followed: true });
    }
  }
});

test('files without claims: λ_EM of weak coupling is positive, and a datum of 1e200 leaves λ_SGD', () => {
  const [weak, huge] = ['em_sign', 'huge'].map((name) => {
    const model = modelOf(name);
    return predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false }).exponents;
  });
  // simulated: 0.0543, standard error 0.0004
  expect(weak.eulerMaruyama?.interval[0]).toBeGreaterThan(0.0543 - 0.0016);
  expect(weak.eulerMaruyama?.interval[1]).toBeLessThan(0.0543 + 0.0016);
  expect(huge.sgd?.value).toBeCloseTo(5 * (199 * Math.log(10) + Math.log(0.8)), 9);
});

describe('every formula that once ended wrongly ends as it must', () => {
  test.each([
    ['abs(w*x)', 'w', 'refuted'],
    ['abs(w*x - y)', 'w', 'refuted'],
    ['v*(relu(v*x + w) + relu(v*x - w))', 'w', 'refuted'],
    ['max(w, v) + min(w, v)', 'w - v', 'proved'],
    ['max(w, v)*min(w, v)', 'w - v', 'proved'],
    ['abs(w) - sqrt(w^2) + v*x', 'w', 'proved'],
    ['relu(w) + relu(-w) - abs(w) + v*x', 'w', 'proved'],
    ['(relu(w) - relu(-w) - w)*x + v', 'w', 'proved'],
    ['log(-1 - w^2 - v^2)', 'w', 'undecided'],
    ['log(-1)*0 + w', 'w', 'undecided'],
    ['w*(sign(x)^2 - 1)', 'w', 'refuted'],
    ['0*w', 'w', 'proved'],
  ])('the loss %s on %s = 0 is %s', (loss, set, status) => {
    const text = [
      'name: m',
      'parameters: [w, v]',
      'inputs: [x]',
      'targets: [y]',
      `loss: ${loss}`,
      'constants: { eta: 0.1 }',
      'data: { samples: [[1, 0], [2, 0]] }',
      'learningRate: eta',
      'noise: []',
      `sets: [{ name: s, equations: [${set}] }]`,
      'claims: [{ set: s, invariant: true }]',
    ].join('\n');
    const model = readModel(text, 'm.yaml');
    expect(checkClaims(model, model.claims, { seed: 1 })[0].status).toBe(status);
  });

  test.each([
    ['-w*(a - b)', 'w', 'log(a + 1/2) > log(b)', 'proved'],
    ['-w*(a - b)^2', '0*w', 'a != b', 'proved'],
    ['-w*(a - b)^2', '0*w', 'a > b', 'refuted'],
    ['-w*tanh(3/2*c + 2*b)', 'w*b', 'tanh(3/2*c + 2*b) > -b^2/2', 'proved'],
    ['-w*tanh(3/2*c + 2*b)', 'w*b', 'c > 0', 'refuted'],
    ['-w*a', 'sqrt(b)*w', 'a + b/2 > 0', 'proved'],
    ['-w*a^(1/3)', '0*w', 'a > 0', 'proved'],
    ['-w*a^(1/3)', '0*w', 'a >= 0', 'undecided'],
  ])('drift %s, diffusion %s, attractive: %s is %s', (drift, diffusion, condition, status) => {
    expect(driftFinding(drift, condition, diffusion).status).toBe(status);
  });
});

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
