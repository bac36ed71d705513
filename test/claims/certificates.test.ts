import { describe, expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { findingOf } from './claimsOf.js';

type Json = Record<string, unknown>;

function certificateOf(...args: Parameters<typeof findingOf>): Json {
  return JSON.parse(JSON.stringify(findingOf(...args).certificate)) as Json;
}

const invariance = certificateOf('neuron', '{ set: A, invariant: true }');
const counterexample = certificateOf('neuron', '{ set: diagonal, invariant: true }');
const equivalence = certificateOf('neuron', '{ set: A, attractive: eta*zeta^2/2 > abs(mean(x*y))/mean(x^2) }');
const difference = certificateOf('neuron', '{ set: A, attractive: eta*zeta^2 > abs(mean(x*y))/mean(x^2) }');
const bounds = certificateOf('neuron', '{ set: A, attractive: true }');
const family = certificateOf('pair', '{ set: identical, exponent: { sde: 0, tolerance: 1 } }');

/** The certificate with one text replaced wherever it stands. */
function changed(certificate: Json, from: string, to: string): unknown {
  const text = JSON.stringify(certificate);
  if (!text.includes(from)) throw new Error(`${from} does not stand in ${text.slice(0, 200)}`);
  return JSON.parse(text.replaceAll(from, to));
}

describe('a certificate that says something else is not valid', () => {
  test.each([
    ['another activation', invariance, 'tanh', 'sigmoid'],
    ['another set', invariance, '"equations":["w1","w2"]', '"equations":["w1","w2 - 1"]'],
    ['a restriction to less than the set', invariance, '"restriction":{"w1":"0","w2":"0"}', '"restriction":{"w1":"0"}'],
    ['a chain that starts elsewhere', invariance, '(w2*tanh(w1*x) - y)*tanh(w1*x)', '(w2*tanh(w1*x) - y)*tanh(w2*x)'],
    ['a point off the set', counterexample, '"w2":"1"', '"w2":"2"'],
    ['bounds that do not hold the component', counterexample, '"bounds":["', '"bounds":["7","8"],"was":["'],
    ['a condition with another coefficient', equivalence, '"condition":"eta*zeta^2/2', '"condition":"eta*zeta^2/3'],
    ['an exponent with another coefficient', equivalence, 'eta*zeta^2*mean(x^2)/2"', 'eta*zeta^2*mean(x^2)/3"'],
    [
      'an assumption less',
      equivalence,
      '{"expression":"zeta","sign":"nonnegative"',
      '{"expression":"zeta^2","sign":"nonnegative"',
    ],
    ['a multiplier of the other sign', equivalence, '"multiplier":"-', '"multiplier":"'],
    ['a case that is called undefined', equivalence, '"agree":true', '"undefined":true'],
    ['the other truth of the condition', difference, '"holds":true', '"holds":false'],
    ['other values', difference, '"zeta":"', '"zeta":"9'],
    ['the other sign', difference, '"side":"above"', '"side":"below"'],
    ['the other side', bounds, '"side":"below"', '"side":"above"'],
    ['a bound on a formula of other data', bounds, '"samples":[["1/2","2/5"]', '"samples":[["1/2","40"]'],
    ['bounds of two families', family, '"value":"1"', '"value":"2"'],
    ['another claim of a family', family, '"claim":"repelling"', '"claim":"attractive"'],
    ['a number that is none', difference, '"samples":[["', '"samples":[["x'],
    ['another version', invariance, '"version":2', '"version":1'],
  ])('%s', (_, certificate, from, to) => {
    expect(checkCertificate(certificate).followed).toBe(true);
    expect(checkCertificate(changed(certificate, from, to)).followed).toBe(false);
  });

  test('of an equivalence every case counts: none may be left out', () => {
    const { proof } = equivalence as { proof: { negative: unknown; zero: unknown; positive: unknown } };
    const swapped = { ...equivalence, proof: { ...proof, negative: proof.zero } };
    expect(checkCertificate(swapped).followed).toBe(false);
  });
});

test.each([
  null,
  3,
  'text',
  [],
  {},
  { kind: 'invariance' },
  { kind: 'nonsense' },
  { kind: 'neighbourhood' },
  { version: 1 },
])('JSON of another shape, %j, is not valid and nothing is thrown', (json) => {
  expect(checkCertificate(json)).toEqual({ followed: false, reason: expect.stringMatching(/./) });
});

test('a certificate is plain data: written, read and checked again it is the same', () => {
  for (const certificate of [invariance, counterexample, equivalence, difference, bounds, family]) {
    const read: unknown = JSON.parse(JSON.stringify(certificate));
    expect(checkCertificate(read)).toEqual(checkCertificate(certificate));
    expect(checkCertificate(read).followed).toBe(true);
  }
});
