import { describe, expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { findingOf } from './claimsOf.js';

// |mean(xy)| = 1.2825, eta zeta^2 mean(x^2)/2 = 0.02·144·1.445/2 = 2.0808
const exact = -0.7983;

describe('exponent: { sde: value, tolerance }', () => {
  test.each([
    ['the exact value with no tolerance', exact, 0, 'proved'],
    ['a value within the tolerance', -0.8, 0.01, 'proved'],
    ['a value off by a hundred thousandth of the tolerance', exact + 1.00001e-4, 1e-4, 'refuted'],
    ['a value on the edge of the tolerance', exact + 1e-4, 1e-4, 'proved'],
    ['the other sign', -exact, 0.1, 'refuted'],
  ])('%s', (_, value, tolerance, status) => {
    const finding = findingOf('neuron', `{ set: A, exponent: { sde: ${value}, tolerance: ${tolerance} } }`);
    expect(finding.status).toBe(status);
    expect(checkCertificate(finding.certificate)).toMatchObject({ followed: true });
    if (status === 'refuted') {
      expect(finding.witness).toMatchObject({ claimed: value, derived: expect.closeTo(exact, 9) });
    }
  });

  test('a family without common eigenvectors is bounded by certificates of moved families', () => {
    const low = findingOf('pair', '{ set: identical, exponent: { sde: 0, tolerance: 1 } }');
    expect(low.status).toBe('proved');
    expect(low.certificate).toMatchObject({ kind: 'bounds', bounds: [{ side: 'above' }, { side: 'below' }] });
  });

  test('depth 3 has the exponent 0, though it decides nothing', () => {
    expect(findingOf('chain', '{ set: all, exponent: { sde: 0, tolerance: 0 } }').status).toBe('proved');
    expect(findingOf('chain', '{ set: all, attractive: true }').status).toBe('undecided');
  });
});

describe('exponent: { sgd: value, tolerance }', () => {
  test('with single samples: max over the signs of mean log|1 ± 2 eta xy| / eta', () => {
    const logs = (sign: number) =>
      [-1.5 * 0.3, -0.7 * -0.4, 0.2 * 0.5].reduce((sum, xy) => sum + Math.log(Math.abs(1 + sign * 0.1 * xy)), 0) /
      3 /
      0.05;
    const value = Math.max(logs(1), logs(-1));
    expect(findingOf('chain', `{ set: two, exponent: { sgd: ${value}, tolerance: 1e-9 } }`).status).toBe('proved');
    expect(findingOf('chain', `{ set: two, exponent: { sgd: ${value + 1e-6}, tolerance: 1e-9 } }`).status).toBe(
      'refuted',
    );
  });

  test('with label noise: a series in rational enclosures', () => {
    expect(findingOf('neuron', '{ set: A, exponent: { sgd: -1.06337, tolerance: 1e-5 } }').status).toBe('proved');
    expect(findingOf('neuron', '{ set: A, exponent: { sgd: -1.0634, tolerance: 1e-5 } }').status).toBe('refuted');
  });

  test('batches of two are computed in double precision alone, which proves nothing', () => {
    const finding = findingOf('chain', '{ set: two, exponent: { sgd: 0, tolerance: 1 } }', {
      noise: 'noise: [{ kind: minibatch, batch: 2, sampling: with-replacement }]',
    });
    expect(finding.status).toBe('undecided');
    expect(finding.reason).toContain('no proof');
  });
});

describe('attractive: true | false', () => {
  test('is the sign of the exponent at the constants and data of the file', () => {
    expect(findingOf('neuron', '{ set: A, attractive: true }').status).toBe('proved');
    expect(findingOf('neuron', '{ set: A, attractive: false }').status).toBe('refuted');
    const weak = { constants: 'constants: { eta: 0.02, zeta: 1 }' };
    expect(findingOf('neuron', '{ set: A, attractive: true }', weak).status).toBe('refuted');
    expect(findingOf('neuron', '{ set: A, attractive: true, process: sgd }').status).toBe('proved');
  });

  test('an exponent of exactly 0 decides nothing', () => {
    const critical = { constants: 'constants: { mu: 2, zeta: 2 }' };
    expect(findingOf('well', '{ set: top, attractive: true }', critical).status).toBe('undecided');
    expect(findingOf('well', '{ set: top, attractive: false }', critical).status).toBe('undecided');
  });

  test('a set that is not invariant attracts nothing', () => {
    expect(findingOf('neuron', '{ set: diagonal, attractive: true }').status).toBe('refuted');
    expect(findingOf('neuron', '{ set: diagonal, attractive: false }').status).toBe('proved');
  });
});
