import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import type { InvarianceWitness } from '../../src/claims/finding.js';
import { significantDigits } from '../../src/claims/smallNumber.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { findingOf } from './claimsOf.js';

function witnessOf(finding: ReturnType<typeof findingOf>): InvarianceWitness {
  if (finding.witness?.kind !== 'invariance') throw new Error('no witness of invariance');
  return finding.witness;
}

function numbersOf({ theta, sample }: InvarianceWitness): number[] {
  return [...theta.values(), ...sample.values()].map(toNumber);
}

describe('invariant: true', () => {
  test.each([
    ['a vanishing neuron of an odd activation', 'neuron', '{ set: A, invariant: true }', {}],
    [
      'a vanishing neuron with sigma(0) = 0 that is not odd',
      'neuron',
      '{ set: A, invariant: true }',
      { output: 'output: w2*gelu(w1*x)' },
    ],
    [
      'a vanishing ReLU neuron, for every subgradient',
      'neuron',
      '{ set: A, invariant: true }',
      { output: 'output: w2*relu(w1*x)' },
    ],
    ['two identical neurons', 'pair', '{ set: identical, invariant: true }', {}],
    [
      'two identical neurons of any activation',
      'pair',
      '{ set: identical, invariant: true }',
      { output: 'output: a1*softplus(w1*x) + a2*softplus(w2*x)' },
    ],
    ['the top of a well', 'well', '{ set: top, invariant: true }', {}],
    [
      'a vanishing neuron under cross-entropy, class by class',
      'neuron',
      '{ set: A, invariant: true }',
      {
        output: 'output: [w2*tanh(w1*x), w2*sin(w1*x)]',
        loss: 'loss: softmax',
        noise: 'noise: [{ kind: minibatch, batch: 1, sampling: epochs }]',
        data: 'data: { samples: [[1, 0], [2, 1]] }',
      },
    ],
  ] as const)('%s: proved, with a certificate that its checker accepts', (_, model, claim, changes) => {
    const { status, certificate, witness } = findingOf(model, claim, changes);
    expect([status, witness]).toEqual(['proved', null]);
    expect(certificate).toMatchObject({ kind: 'invariance' });
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
  });

  test.each([
    [
      'a sigmoid neuron, whose output at 0 is not 0',
      'neuron',
      '{ set: A, invariant: true }',
      { output: 'output: w2*sigmoid(w1*x)' },
    ],
    ['one weight alone', 'neuron', '{ set: diagonal, invariant: true }', {}],
    ['swapped weights', 'pair', '{ set: swapped, invariant: true }', {}],
    ['one factor of a product', 'chain', '{ set: one, invariant: true }', {}],
    [
      'weight decay towards another point',
      'neuron',
      '{ set: A, invariant: true }',
      { loss: 'loss: squared\nregulariser: (w1 - 1)^2' },
    ],
    [
      'noise that pushes off the set',
      'well',
      '{ set: top, invariant: true }',
      { noise: 'noise: [{ kind: explicit, diffusion: [[zeta + theta]] }]' },
    ],
  ] as const)('%s: refuted by a point of the set and a sample of whole numbers below 6', (_, model, claim, changes) => {
    const finding = findingOf(model, claim, changes);
    const witness = witnessOf(finding);
    expect(finding.status).toBe('refuted');
    expect(witness.normalGradient.some((component) => component !== 0)).toBe(true);
    for (const value of numbersOf(witness)) expect(Number.isInteger(value) && Math.abs(value) <= 5).toBe(true);
    expect(checkCertificate(finding.certificate)).toMatchObject({ followed: true });
  });

  test('the counterexample of the sigmoid neuron is as small as can be: all 0 but the target', () => {
    const witness = witnessOf(
      findingOf('neuron', '{ set: A, invariant: true }', {
        output: 'output: w2*sigmoid(w1*x)',
        noise: 'noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]',
      }),
    );
    expect(numbersOf(witness).map(Math.abs)).toEqual([0, 0, 0, 1]);
    expect(witness.normalGradient.map(Math.abs)).toEqual([0, 0.5]);
  });

  test('targets of a counterexample are ones that the loss admits', () => {
    const { status, witness } = findingOf('neuron', '{ set: A, invariant: true }', {
      output: 'output: w2*sigmoid(w1*x)',
      loss: 'loss: logistic',
      noise: 'noise: []',
      data: 'data: { samples: [[1, 1], [2, -1]] }',
    });
    expect(status).toBe('refuted');
    expect(
      witness?.kind === 'invariance' &&
        Math.abs(toNumber(witness.sample.get('y') ?? { numerator: 0n, denominator: 1n })),
    ).toBe(1);
  });

  test('data: given is about the samples of the file alone', () => {
    const silent = { data: 'data: { samples: [[0, 1], [0, -2]] }' };
    const noiseless = { noise: 'noise: []', output: 'output: w2*tanh(w1*x) + w2^2*w1' };
    expect(findingOf('chain', '{ set: one, invariant: true, data: given }', silent).status).toBe('proved');
    expect(findingOf('chain', '{ set: one, invariant: true }', silent).status).toBe('refuted');
    const refuted = findingOf('neuron', '{ set: diagonal, invariant: true, data: given }', noiseless);
    expect(refuted.status).toBe('refuted');
    expect([...witnessOf(refuted).sample.values()].map(toNumber)).toEqual([0.5, 0.4]);
  });

  test('a set that is invariant at the constants of the file alone has a certificate that says so', () => {
    const { status, certificate } = findingOf('neuron', '{ set: A, invariant: true }', {
      output: 'output: w2*tanh(w1*x) + c*w1',
      constants: 'constants: { eta: 0.02, zeta: 12, c: 0 }',
    });
    expect(status).toBe('proved');
    expect(certificate).toMatchObject({ kind: 'invariance', values: { c: '0' } });
  });
});

describe('invariant: false', () => {
  test('is proved by a counterexample and refuted by a proof of invariance', () => {
    expect(findingOf('neuron', '{ set: diagonal, invariant: false }').status).toBe('proved');
    const refuted = findingOf('neuron', '{ set: A, invariant: false }');
    expect([refuted.status, refuted.witness]).toEqual(['refuted', null]);
    expect(refuted.certificate).toMatchObject({ kind: 'invariance' });
  });
});

describe('a path', () => {
  const found = (seed: number, path?: string) =>
    findingOf('pair', '{ set: swapped, invariant: true }', {}, path === undefined ? { seed } : { seed, path });

  test('that the search from the seed named repeats its finding', () => {
    const { search, witness } = found(5);
    expect(found(5, search?.path).witness).toEqual(witness);
  });

  test('of another seed, or of zeros alone, is none of this seed, whatever lies there', () => {
    const paths = Array.from({ length: 8 }, (_, seed) => found(seed).search?.path ?? '');
    const others = new Set(paths.filter((path) => path !== paths[0]));
    expect(others.size).toBeGreaterThan(0);
    const zeros = paths[0].replace(/\d+/g, '0');
    for (const path of [...others, zeros]) {
      expect(() => found(0, path), path).toThrow('not a path of this claim and seed');
    }
  });
});

test.each([
  ['0', 0],
  ['12', 2],
  ['1200', 2],
  ['0.034', 2],
  ['-1.05', 3],
])('%s has %i significant digits', (text, digits) => {
  const places = text.split('.')[1]?.length ?? 0;
  const scale = 10n ** BigInt(places);
  const value = { numerator: BigInt(text.replace('.', '')), denominator: scale };
  expect(significantDigits(value)).toBe(digits);
});
