import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { checkStatement } from '../../src/kernel/checkStatement.js';
import { invarianceOf } from './invarianceOf.js';

type Json = Record<string, unknown>;

const folder = 'test/data/faults/certificates';

/** The certificate brought up to today's version, all that it does not say stated in good faith. */
function completed(forged: Json): Json {
  const texts = JSON.stringify(forged);
  const names = ['w', 'v', 'x', 'a', 'b', 'c'].filter((name) => new RegExp(`\\b${name}\\b`).test(texts));
  const data = forged.data as string[];
  switch (forged.kind) {
    case 'invariance': {
      const restricted = Object.keys(forged.restriction as Json);
      const pinned = Object.keys((forged.cases as Json[])[0]);
      const free = names.filter((name) => !restricted.includes(name) && !pinned.includes(name));
      return { ...forged, version: 2, points: [Object.fromEntries(free.map((name) => [name, '2']))] };
    }
    case 'counterexample':
      return { ...forged, version: 2, toward: null, bounds: [(forged.bounds as string[])[1], '1000000'] };
    case 'equivalence': {
      const values = Object.fromEntries(names.filter((name) => !data.includes(name)).map((name) => [name, '2']));
      const samples = data.length === 0 ? null : [data.map(() => '2')];
      return { ...forged, version: 2, instance: { values, samples } };
    }
    default:
      return forged;
  }
}

describe('certificates made by hand whose statement is false', () => {
  const reasons: Record<string, RegExp> = {
    'eq1.json': /do not agree/,
    'eq4.json': /do not agree/,
    'eq6.json': /do not agree/,
    'eq10.json': /sign of .* not given/,
    'eq13.json': /sign of .* not given/,
    'b5.json': /there are none/,
    'i4.json': /not shown to be 0/,
    'i6.json': /not shown to be 0/,
    'i8.json': /fields are not one loss/,
    'i22.json': /not shown to be 0/,
    'i27.json': /not shown to be positive/,
    'i34.json': /not shown to be 0/,
    'c1.json': /changes its truth/,
    'c13.json': /logarithm/,
  };

  test.each(readdirSync(folder))('%s', (file) => {
    const forged = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Json;
    expect(checkCertificate(forged)).toMatchObject({ followed: false });
    expect(checkCertificate(completed(forged))).toEqual({
      followed: false,
      reason: expect.stringMatching(reasons[file]),
    });
  });
});

function invariance(loss: string, more: Json = {}): Json {
  const parameters = (more.parameters as string[] | undefined) ?? ['w', 'v'];
  const equations = (more.equations as string[] | undefined) ?? ['w'];
  const free = [...parameters.filter((name) => !equations.includes(name)), 'x'];
  const point = Object.fromEntries(free.map((name) => [name, '2']));
  return { ...(invarianceOf({ formulas: [loss], point, equations }) as Json), parameters, ...more };
}

describe('invariance', () => {
  test.each([
    ['w*(sign(x)^2 - 1)', 'a sign that is 0 squares to 0'],
    ['w*((x > 0 ? 1 : 0) + (x < 0 ? 1 : 0) - 1)', 'x may be 0'],
    ['w*((x >= 0 ? 1 : 0) - (x > 0 ? 1 : 0))', 'x may be 0'],
    ['v*(relu(v*x + w) + relu(v*x - w))', 'at x = 0 it is v|w|'],
    ['w == 0 ? w^2 : w', 'w next to the set'],
    ['w != 0 ? w : w^2', 'w next to the set'],
    ['w > 0 ? 1 + w^2 : w^2', 'a jump'],
    ['w > 0 ? w : w^2', 'half a kink'],
    ['w^2 > 0 ? w : w^2', 'a branch that holds on the set alone'],
    ['w^3 > 0 ? w : -w', 'a flat border'],
    ['(w > 0 or w < 0) ? w : 0', 'w'],
    ['(not (w == 0)) ? w : w^2', 'w'],
    ['sign(w)*w', '|w|'],
    ['sign(w)^2*w', 'w'],
    ['abs(abs(w))', '|w|'],
    ['max(w, -w)', '|w|'],
    ['max(w, w^2, -w)', '|w| near 0'],
    ['min(w, 0)', 'half a kink'],
    ['sqrt(w^2)*v', '|w| v'],
    ['sqrt(w*w)*v', '|w| v'],
    ['(w^2)^(1/2)', '|w|'],
    ['(w^4)^(1/4)', '|w|'],
    ['(w^2*v^2)^(1/2)', '|w v|'],
    ['sqrt(abs(w)*w)', 'w where w > 0'],
    ['sqrt(w^2 + v^2)', 'a cone at v = 0'],
    ['sqrt(c + w^2)', '|w| at c = 0'],
    ['abs(w)^(1/2)', 'steeper than |w|'],
    ['cbrt(w)', 'steep'],
    ['w^c', 'w at c = 1'],
    ['w^(4/3) + w', 'w'],
    ['log(-1 - w^2 - v^2)*w^2', 'no value anywhere'],
    ['log(-1)*0 + w^2', 'no value anywhere'],
    ['w^2/w', 'no value on the set'],
    ['sin(w)*w/w', 'no value on the set'],
    ['(w^2 + w^3)/w^2*w', 'no value on the set'],
    ['w^2*sqrt(-v^2)', 'a value on v = 0 alone'],
    ['1/sign(w)*w^2', 'no value on the set'],
    ['exp(sign(w))*w^2 + exp(w > 0 ? 1 : 2)', 'a jump'],
    ['(a < 0 ? 1/(abs(a) - a) : abs(a) + a)*w - (a < 0 ? w/(abs(a) - a) : 0)', '2aw at a > 0'],
    ['mean(x)*w^2', 'a moment in a loss'],
    ['w*(exp(log(x)) - x + 1)', 'w'],
    ['w*(x^(1/3)*x^(2/3) - x + x^0)', 'w'],
    ['relu(w)*relu(-w) + relu(w)', 'half a kink'],
    ['softplus(w)', 'slope 1/2'],
    ['elu(w)', 'slope 1'],
    ['leakyrelu(w)', 'slopes'],
    ['abs(w + v) - abs(v)', 'sign(v) w'],
    ['abs(w + v) - abs(w - v)', '2 sign(v) w'],
    ['sin(w)', 'w'],
    ['frobnicate(w^2)', 'no such function'],
    ['w^2)', 'no formula'],
    ['x == x ? w : w^2', 'w'],
  ])('of %s is not followed: %s', (loss) => {
    expect(checkCertificate(invariance(loss))).toEqual({ followed: false, reason: expect.stringMatching(/./) });
    expect(checkCertificate(invariance(loss, { points: [{ v: '2', x: '2', a: '2', c: '2' }] })).followed).toBe(false);
  });

  test.each(['max(w, v) + min(w, v) - w - v', 'max(w, v)*min(w, v) - w*v', 'abs(w - v) - abs(v - w)'])(
    'kinks that cancel on w = v: %s',
    (loss) => {
      const set = { equations: ['w - v'], restriction: { w: 'v' }, points: [{ v: '2', x: '1' }] };
      expect(checkCertificate(invariance(`x + ${loss}`, set))).toMatchObject({ followed: true });
    },
  );

  test.each([
    'relu(w) + relu(-w) - abs(w) + v*x',
    '(relu(w) - relu(-w) - w)*x + v',
    'abs(w) - sqrt(w^2) + v*x',
    'max(w, v)*min(w, v) - w*v + w^2',
    'w^2*relu(v*x + w)',
    'sign(w)*w^2',
    '(w > 0 ? w^2 : -w^2)*v',
    'sqrt(1 + w^2)',
    'sqrt(1 + (w*v - x)^2*w^2)',
    'elu(w) - w',
    'abs(x)*w^2 + sign(x)*w^2',
    'log(x)*w^2',
    'w^2/x',
    'cbrt(x)*w^2',
    'arctan(w)^2',
    'w*abs(w)',
  ])('of %s is followed', (loss) => {
    expect(checkCertificate(invariance(loss))).toMatchObject({ followed: true });
  });

  test.each([
    ['w^2*log(exp(v) - 1)', 'followed', 'e^r − 1 has the sign of r'],
    ['w^2/tanh(v)', 'followed', 'so does its quotient'],
    ['w^2*log(1 - sigmoid(v*x))', 'followed', 'one term over a positive sum'],
    ['w^2*(v > tanh(v) ? log(v) : v)', 'followed', 'an open condition with values on both sides'],
    ['w^2*(v > tanh(v) ? log(-v) : v)', 'not followed', 'one without'],
    ['w^2*sqrt(1 - tanh(v))', 'followed', 'one term over a positive sum'],
    ['w^2*log(1 + erf(v))', 'followed', 'erf is above -1'],
    ['w^2*log(v - sin(v*x) + cos(x)/2)', 'followed', 'a number that outweighs what is bounded'],
    ['w^2/(3 - 2*erf(v) - cos(v))', 'followed', 'so does what is divided by'],
    ['w^2*log(1 + sin(v))', 'followed', 'a sine that is not -1 there'],
    ['w^2*log(1 - cos(v)^(-1))', 'followed', 'a cosine that is negative there'],
    ['w^2/(exp(v) - 3)', 'followed', 'a number but 0'],
    ['w^2*log(1 - 2*erf(v))', 'not followed', 'a logarithm of what erf makes negative'],
    ['w^2/(sin(v)^2 + cos(v)^2 - 1)', 'not followed', 'a division by 0 in disguise'],
    ['w^2*log(1 - exp(v))', 'not followed', 'a logarithm of what is negative'],
    ['w^2/sign(v - 2)', 'not followed', 'a sign that is 0 there'],
    ['w^2*sqrt(abs(v - 2))', 'not followed', 'a root that ends there'],
    ['w^2*log(v > 2 ? v : v - 3)', 'not followed', 'a step to where there is none'],
  ])('at the point of %s a value is %s: %s', (loss, outcome) => {
    expect(checkCertificate(invariance(loss)).followed).toBe(outcome === 'followed');
  });

  test('what is told beside a statement is followed too, and no statement rests on it', () => {
    const told = { chains: [{ field: 0, normal: ['1', '0'], steps: [{ expression: '0', by: '' }] }] };
    expect(checkCertificate(invariance('w^2*v*x', told)).followed).toBe(false);
    expect(checkStatement(invariance('w^2*v*x', told)).followed).toBe(true);
  });

  const good = invariance('w^2*v*x');
  test.each<[string, Json]>([
    ['no equations', { equations: [], restriction: {} }],
    ['an equation twice', { equations: ['w', '2*w'], restriction: { w: '0', v: '0' }, points: [{ x: '1' }] }],
    ['an equation that is not linear', { equations: ['w^2'] }],
    ['an equation with a kink', { equations: ['abs(w)'] }],
    ['an equation with data', { equations: ['w - x'], restriction: { w: 'x' } }],
    ['no fields', { fields: [] }],
    ['a field without formulas', { fields: [{ role: 'loss', formulas: [] }] }],
    ['two losses', { fields: [good.fields, good.fields].flat() }],
    ['an output alone', { fields: [{ role: 'output', formulas: ['w^2'] }] }],
    ['a diffusion without a drift', { fields: [{ role: 'diffusion', formulas: ['0', '0'] }] }],
    ['a loss and a drift', { fields: [...(good.fields as Json[]), { role: 'drift', formulas: ['0', '0'] }] }],
    ['a drift of another dimension', { fields: [{ role: 'drift', formulas: ['0'] }] }],
    ['a drift that leaves', { fields: [{ role: 'drift', formulas: ['sign(v)^2 - 1', '0'] }] }],
    ['a datum held fixed', { values: { x: '0' } }],
    ['a parameter held fixed', { values: { v: '0' } }],
    ['a constant among the data of a case', { cases: [{ c: '1' }] }],
    ['a parameter among the data of a case', { cases: [{ v: '1' }] }],
    ['a parameter that is a datum', { parameters: ['w', 'x'], restriction: { w: '0' } }],
    ['a parameter twice', { parameters: ['w', 'w'] }],
    ['a function as a parameter', { parameters: ['w', 'exp'] }],
    ['no cases', { cases: [], points: [] }],
    ['no points', { points: [] }],
    ['a point that lacks a name', { points: [{ v: '1' }] }],
    ['a point off the set', { points: [{ v: '1', x: '1', w: '3' }] }],
    ['a restriction to less', { restriction: { w: '0', v: '0' } }],
    ['a restriction to another set', { restriction: { w: '1' } }],
    ['a restriction of itself', { restriction: { w: 'w' } }],
    ['a restriction by data', { restriction: { w: '0*x' } }],
    ['a word that is not known', { trust: 'me' }],
    ['a chain of no field', { chains: [{ field: 7, normal: ['1', '0'], steps: [{ expression: '0', by: '' }] }] }],
    ['a chain of no direction', { chains: [{ field: 0, normal: ['0', '0'], steps: [{ expression: '0', by: '' }] }] }],
    ['a chain along the set', { chains: [{ field: 0, normal: ['0', '1'], steps: [{ expression: '0', by: '' }] }] }],
    ['a chain without steps', { chains: [{ field: 0, normal: ['1', '0'], steps: [] }] }],
    ['a chain from elsewhere', { chains: [{ field: 0, normal: ['1', '0'], steps: [{ expression: '0', by: '' }] }] }],
  ])('with %s is not followed', (_, more) => {
    expect(checkCertificate(good)).toMatchObject({ followed: true });
    expect(checkCertificate({ ...good, ...more })).toEqual({ followed: false, reason: expect.stringMatching(/./) });
  });
});

describe('the kernel answers whatever it is asked', () => {
  const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}w^2${close.repeat(depth)}`;
  const long = Array.from({ length: 40 }, (_, i) => `tanh(w*${i + 1} + v*x^${(i % 9) + 1})`).join(' + ');

  test.each([
    ['a formula that is nested deeply', nested(249, 'relu(', ')')],
    ['one that is nested too deeply', nested(5000, '(', ')')],
    ['towers of powers', `w^2 + ${nested(60, '(', '^64)')}*0`],
    ['towers of numbers', `w^2*v^(${'('.repeat(60)}2${'^64)'.repeat(60)})`],
    ['a product of many terms', `(${long})^40*w^2`],
    ['a long quotient', `w^2/(${long}) + 1/((${long})^2 + (${long}))^9`],
    ['many kinks', `(${Array.from({ length: 40 }, (_, i) => `abs(w + ${i}*v)`).join(' + ')})^30`],
  ])('%s', (_, loss) => {
    const began = performance.now();
    expect(typeof checkCertificate(invariance(loss)).followed).toBe('boolean');
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  test.each([
    ['a matrix of many rows', 12, 'at most 8'],
    ['a matrix of none', 0, 'not square'],
  ])('%s', (_, size, says) => {
    const rows = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? '1' : '0')));
    const family = { learningRate: '1', curvature: rows, noise: [], radii: null };
    const proof = { kind: 'closed-form' };
    expect(checkCertificate({ version: 1, claim: 'attractive', statement: null, family, proof })).toEqual({
      followed: false,
      reason: expect.stringContaining(says),
    });
  });

  test('many roots in a condition', () => {
    const roots = Array.from({ length: 30 }, (_, i) => `sqrt(a + ${i + 1})`).join(' - ');
    const answer = checkCertificate({
      version: 2,
      kind: 'equivalence',
      model: 'm',
      set: 's',
      claim: 'c',
      data: [],
      condition: `${roots} > 0`,
      exponent: '-1',
      assumptions: [{ expression: 'a', sign: 'positive', because: '' }],
      instance: { values: { a: '1' }, samples: null },
      proof: { agree: true },
    });
    expect(answer).toEqual({ followed: false, reason: expect.stringMatching(/./) });
  });

  test('a proof within a proof, and so on', () => {
    const proof = Array.from({ length: 3000 }).reduce<unknown>((inner) => ({ split: 'a', negative: inner }), null);
    const rest = { model: 'm', set: 's', claim: 'c', data: [], condition: 'a > 0', exponent: '-a', assumptions: [] };
    const instance = { values: { a: '1' }, samples: null };
    expect(checkCertificate({ version: 2, kind: 'equivalence', ...rest, instance, proof }).followed).toBe(false);
  });
});
