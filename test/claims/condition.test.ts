import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import type { AttractionWitness, Finding } from '../../src/claims/finding.js';
import { significantDigits } from '../../src/claims/smallNumber.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { findingOf } from './claimsOf.js';

function witnessOf({ witness }: Finding): AttractionWitness {
  if (witness?.kind !== 'attraction') throw new Error('no witness of attraction');
  return witness;
}

function digitsOf({ instance }: AttractionWitness): number {
  return Math.max(
    ...[...instance.constants.values(), ...instance.base.values(), ...(instance.rows ?? []).flat()].map(
      significantDigits,
    ),
  );
}

/** |a| - c²/2 of theory §8, M2, at a witness, in doubles. */
function scalarNeuronExponent({ instance }: AttractionWitness): number {
  const [eta, zeta] = ['eta', 'zeta'].map((name) =>
    toNumber(instance.constants.get(name) ?? { numerator: 0n, denominator: 1n }),
  );
  const rows = (instance.rows ?? []).map((row) => row.map(toNumber));
  const mean = (of: (row: number[]) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return Math.abs(mean(([x, y]) => x * y)) - (eta * zeta ** 2 * mean(([x]) => x * x)) / 2;
}

describe('the threshold of the scalar neuron (theory §8, M2)', () => {
  test.each([
    'eta*zeta^2/2 > abs(mean(x*y))/mean(x^2)',
    'zeta > sqrt(2*abs(mean(x*y))/(eta*mean(x^2)))',
    'mean(x*y)^2 < (eta*zeta^2*mean(x^2)/2)^2',
    'not (2*max(mean(x*y), -mean(x*y)) >= eta*zeta^2*(var(x) + mean(x)^2))',
  ])('%s: proved, with a certificate that its checker accepts', (condition) => {
    const { status, reason, certificate } = findingOf('neuron', `{ set: A, attractive: "${condition}" }`);
    expect(status).toBe('proved');
    expect(reason).toContain('eta > 0 (learning rate), zeta >= 0 (standard deviation)');
    expect(certificate).toMatchObject({ kind: 'equivalence' });
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
  });

  test.each([
    ['a lost 1/2', 'eta*zeta^2 > abs(mean(x*y))/mean(x^2)'],
    ['a lost modulus', 'eta*zeta^2/2 > mean(x*y)/mean(x^2)'],
    ['a turned sign', 'eta*zeta^2/2 < abs(mean(x*y))/mean(x^2)'],
    ['a variance for a second moment', 'eta*zeta^2*var(x)/2 > abs(mean(x*y))'],
    ['the square of zeta lost', 'eta*zeta/2 > abs(mean(x*y))/mean(x^2)'],
    ['a condition that ignores the data', 'eta > 1'],
    ['a coefficient that is off by one in ten thousand', 'eta*zeta^2*0.50005 > abs(mean(x*y))/mean(x^2)'],
  ])('%s: refuted at numbers of two digits, where the exponent has the other sign', (_, condition) => {
    const finding = findingOf('neuron', `{ set: A, attractive: "${condition}" }`);
    expect(finding.status).toBe('refuted');
    const witness = witnessOf(finding);
    expect(digitsOf(witness)).toBeLessThanOrEqual(2);
    const exponent = scalarNeuronExponent(witness);
    expect(exponent < 0).toBe(witness.claimed === 'not attractive');
    expect(witness.derived).toBe(exponent < 0 ? 'attractive' : 'repelling');
    expect(witness.exponents.sde?.value).toBeCloseTo(exponent, 12);
    expect(checkCertificate(finding.certificate)).toMatchObject({ followed: true });
  });

  test('a condition that also holds where the exponent is 0 is undecided, one that does not is proved', () => {
    const finding = findingOf('neuron', '{ set: A, attractive: "eta*zeta^2*mean(x^2)/2 >= abs(mean(x*y))" }');
    expect(finding.status).toBe('undecided');
    expect(finding.reason).toContain('also where it is 0');
  });
});

describe('what a condition ranges over', () => {
  test('for: narrows constants: true only there', () => {
    const narrowed = 'for: { eta: [0.1, 4], zeta: [5, 6] }, data: given';
    expect(findingOf('neuron', `{ set: A, attractive: "eta > 0.01", ${narrowed} }`).status).toBe('proved');
    const outside = findingOf('neuron', '{ set: A, attractive: "eta > 0.01", for: { zeta: [5, 6] }, data: given }');
    expect(outside.status).toBe('refuted');
    const zeta = toNumber(witnessOf(outside).instance.constants.get('zeta') ?? { numerator: 0n, denominator: 1n });
    expect(zeta >= 5 && zeta <= 6).toBe(true);
  });

  test('a threshold that is proved everywhere is proved where it is narrowed', () => {
    const narrowed = 'for: { eta: [0.1, 0.2], zeta: [1, 2] }';
    const claim = `{ set: A, attractive: "eta*zeta^2/2 > abs(mean(x*y))/mean(x^2)", ${narrowed} }`;
    expect(findingOf('neuron', claim).status).toBe('proved');
  });

  test('data: given takes the moments of the file: 1.2825 and 1.445 here', () => {
    const given = findingOf('neuron', '{ set: A, attractive: "eta*zeta^2*1.445/2 > 1.2825", data: given }');
    expect(given.status).toBe('proved');
    expect(findingOf('neuron', '{ set: A, attractive: "eta*zeta^2*1.445/2 > 1.2825" }').status).toBe('refuted');
    const off = findingOf('neuron', '{ set: A, attractive: "eta*zeta^2*1.445/2 > 1.28", data: given }');
    expect([off.status, witnessOf(off).instance.rows]).toEqual(['refuted', null]);
  });

  test('a parameter in the condition stands for the base point', () => {
    const claim = (exponent: number) =>
      `{ set: two, attractive: "abs(w3*mean(x*y)) < eta*abs(w3)^${exponent}*var(x*y)/2" }`;
    const proved = findingOf('chain', claim(2));
    expect([proved.status, proved.reason.includes('every base point')]).toEqual(['proved', true]);
    expect(findingOf('chain', claim(1)).status).toBe('refuted');
  });

  test('without it the base point is the one of the file: w3 = 2', () => {
    expect(findingOf('chain', '{ set: two, attractive: "abs(mean(x*y)) < eta*var(x*y)" }').status).toBe('proved');
    expect(findingOf('chain', '{ set: two, attractive: "abs(mean(x*y)) < eta*var(x*y)/2" }').status).toBe('refuted');
  });

  test('noise that depends on the number of samples speaks of data sets of as many samples', () => {
    const claim = '{ set: A, attractive: "abs(mean(x*y)) < eta*zeta^2*mean(x^2)/8" }';
    const full = { noise: 'noise: [{ kind: label, std: zeta, batch: full, sampling: none }]' };
    expect(findingOf('neuron', claim, full).status).toBe('proved');
    const refuted = findingOf('neuron', claim.replace('/8', '/2'), full);
    expect([refuted.status, witnessOf(refuted).instance.rows?.length]).toEqual(['refuted', 4]);
  });
});

describe('a claim about nothing is not proved', () => {
  test.each([
    ['a condition that is defined nowhere', 'attractive: "sqrt(-1) > eta"'],
    ['intervals that no learning rate lies in', 'attractive: "eta > 1", for: { eta: [-2, -1] }'],
  ])('%s', (_, claim) => {
    const finding = findingOf('neuron', `{ set: A, ${claim} }`);
    expect([finding.status, finding.reason]).toEqual(['undecided', expect.stringContaining('no place was found')]);
  });

  test('where a condition is defined in part, the proof says so', () => {
    const finding = findingOf('neuron', '{ set: A, attractive: "abs(mean(x*y))/mean(x^2) < eta*zeta^2/2" }');
    expect([finding.status, finding.reason]).toEqual(['proved', expect.stringContaining('wherever both are defined')]);
  });
});

describe('process: sgd (theory §6)', () => {
  const largest = 'max(mean(log(abs(1 - 2*eta*x*y))), mean(log(abs(1 + 2*eta*x*y)))) < 0';

  test('with single samples the exponent is a mean of logarithms', () => {
    expect(findingOf('chain', `{ set: two, attractive: "${largest}", process: sgd }`).status).toBe('proved');
  });

  test('the threshold of the SDE is not that of SGD', () => {
    const refuted = findingOf('chain', '{ set: two, attractive: "abs(mean(x*y)) < eta*var(x*y)", process: sgd }');
    expect(refuted.status).toBe('refuted');
    const { sde, sgd } = witnessOf(refuted).exponents;
    expect(Math.sign(sde?.value ?? 0)).toBe(-Math.sign(sgd?.value ?? 0));
  });

  test('label noise is refuted in rational enclosures and never proved for all values', () => {
    const claim = '{ set: A, attractive: "eta*zeta^2/2 > abs(mean(x*y))/mean(x^2)", process: sgd }';
    const refuted = findingOf('neuron', claim);
    expect(refuted.status).toBe('refuted');
    expect(witnessOf(refuted).exponents.sgd?.value).toBeGreaterThan(0);
  });
});

describe('what no exponent decides is undecided, with the reason', () => {
  test.each([
    ['a chain of depth 3', 'chain', '{ set: all, attractive: "eta > 1" }', {}, 'leading order'],
    ['a base point that moves', 'pair', '{ set: identical, attractive: "eta > 1" }', {}, 'moves the base point'],
    [
      'momentum',
      'neuron',
      '{ set: A, attractive: "eta > 1" }',
      { learningRate: 'learningRate: eta\nmomentum: 0.9' },
      'momentum',
    ],
    ['a kink on the set', 'neuron', '{ set: A, attractive: "eta > 1" }', { output: 'output: w2*relu(w1*x)' }, 'relu'],
    ['an SDE without data', 'well', '{ set: top, attractive: "zeta > 1", process: sgd }', {}, 'no SGD'],
  ] as const)('%s', (_, model, claim, changes, reason) => {
    const finding = findingOf(model, claim, changes);
    expect(finding.status).toBe('undecided');
    expect(finding.reason).toContain(reason);
  });
});

test('a set that is not invariant attracts nothing: every condition that can hold is refuted', () => {
  const finding = findingOf('neuron', '{ set: diagonal, attractive: "eta > 1" }');
  expect(finding.status).toBe('refuted');
  expect(witnessOf(finding)).toMatchObject({ claimed: 'attractive', derived: 'not invariant' });
  expect(finding.certificate).toMatchObject({ kind: 'counterexample' });
});

test('seed and path lead straight to the witness', () => {
  const claim = '{ set: A, attractive: "eta*zeta^2*0.505 > abs(mean(x*y))/mean(x^2)" }';
  const found = findingOf('neuron', claim, {}, { seed: 7 });
  const again = findingOf('neuron', claim, {}, { seed: 7, path: found.search?.path ?? '' });
  expect(witnessOf(again).instance).toEqual(witnessOf(found).instance);
});
