import { describe, expect, test } from 'vitest';
import { checkStatement } from '../../src/kernel/checkStatement.js';

const about = { model: 'm', set: 's', claim: 'c' };
const instance = {
  data: ['x', 'y'],
  values: { a: '2' },
  samples: [
    ['1', '2'],
    ['3', '-1'],
  ],
};

describe('sides of a number on which an exponent does not lie', () => {
  const isFollowed = (...bounds: readonly object[]) =>
    checkStatement({ ...about, ...instance, version: 1, kind: 'bounds', bounds }).followed;

  test.each([
    ...[
      ['a - 2', 'above', '0'],
      ['a', 'below', '2'],
      ['mean(x)', 'above', '2'],
      ['mean(x)', 'equal', '1'],
    ],
    ...[
      ['log(a - 2)', 'below', '0'],
      ['sqrt(a - 3)', 'above', '0'],
      ['0^0', 'equal', '0'],
      ['(-8)^(1/3)', 'below', '0'],
    ],
    ...[
      ['e - 2.718281828459045', 'below', '0'],
      ['sin(pi)', 'equal', '0'],
      ['tanh(1000)', 'above', '1'],
    ],
    ...[
      ['erf(30)', 'equal', '1'],
      ['sign(a - 2)', 'above', '0'],
      ['a >= 2 ? -1 : 1', 'above', '0'],
      ['x', 'above', '0'],
    ],
    ...[
      ['mean(1/(x - 1))', 'above', '0'],
      ['mean(sqrt(y))', 'above', '0'],
      ['1e400', 'below', '1'],
      ['-0', 'below', '0'],
    ],
    ...[
      ['NaN', 'above', '0'],
      ['log(1 + 1e-40)', 'below', '0'],
      ['cbrt(-8)', 'equal', '2'],
      ['gelu(-3)', 'above', '0'],
    ],
  ])('%s %s %s', (closedForm, side, value) => {
    expect(isFollowed({ value, side, closedForm })).toBe(false);
  });

  test.each<[string, string, string, string, readonly object[]]>([
    ['a variance that is negative', 'below', 'once', 'a', [{ mean: '2', variance: '-1' }]],
    ['a step to 0', 'below', 'once', 'a', [{ mean: '0', variance: '0' }]],
    ['no direction', 'below', 'once', 'a', []],
    ['a rate that is negative', 'below', 'once', '-a', [{ mean: '2', variance: '0' }]],
    ['a rate of 0', 'above', 'once', 'a - 2', [{ mean: '2', variance: '0' }]],
    ['a direction that grows', 'below', 'once', 'a', ['1/2', '2'].map((mean) => ({ mean, variance: '0' }))],
    ['steps of size 1', 'above', 'once', 'a', [{ mean: '-1', variance: '0' }]],
    ['noise without a mean', 'above', 'once', 'a', [{ mean: '0', variance: '1' }]],
    ['a sample that is 0', 'below', 'samples', 'a', [{ mean: 'x - 1', variance: '0' }]],
  ])('%s', (_, side, over, learningRate, directions) => {
    expect(isFollowed({ value: '0', side, steps: { learningRate, over, directions } })).toBe(false);
  });

  test('and nothing at all, or what contradicts itself', () => {
    const of = (closedForm: string, side: string) => ({ value: '0', side, closedForm });
    expect(isFollowed()).toBe(false);
    expect(isFollowed(of('a', 'above'), of('a', 'below'))).toBe(false);
    expect(isFollowed(of('a', 'above'), of('-a', 'below'))).toBe(false);
    expect(isFollowed(of('a', 'above'))).toBe(true);
  });
});

test.each<[string, boolean, string, string]>([
  ['a > 2', true, 'a', 'above'],
  ['a >= 2', false, '-a', 'below'],
  ['log(a - 2) > 0', false, '-a', 'below'],
  ['sqrt(2) + sqrt(3) == sqrt(5 + 2*sqrt(6))', false, '-a', 'below'],
  ['sin(pi) > 0', true, 'a', 'above'],
  ['x > 0', true, 'a', 'above'],
  ['(a - 2)/(a - 2) == 1', true, 'a', 'above'],
  ['a > 1', true, '-a', 'below'],
])('no difference between %s (%s) and %s, which lies %s 0', (condition, holds, closedForm, side) => {
  const exponent = { value: '0', side, closedForm };
  const difference = { ...about, ...instance, version: 2, kind: 'difference', condition, holds, exponent };
  expect(checkStatement(difference).followed).toBe(false);
  const other = {
    ...difference,
    condition: 'a > 1',
    holds: true,
    exponent: { value: '0', side: 'above', closedForm: 'a' },
  };
  expect(checkStatement(other).followed).toBe(true);
});

describe('families without the sign that is claimed', () => {
  const closed = { kind: 'closed-form' };
  const unit = [
    ['1', '0'],
    ['0', '1'],
  ];
  const saddle = [
    ['1', '0'],
    ['0', '-1'],
  ];
  const isFollowed = (claim: string, curvature: unknown, noise: readonly [string, unknown][], proof: object = closed) =>
    checkStatement({
      ...{ version: 1, claim, statement: null, proof },
      family: {
        learningRate: '1',
        curvature,
        noise: noise.map(([weight, matrix]) => ({ weight, matrix })),
        radii: null,
      },
    }).followed;

  test.each<[string, unknown, readonly [string, unknown][]]>([
    ['repelling', [['1']], []],
    ['attractive', [['0']], []],
    ['attractive', [['-1']], [['1', [['1']]]]],
    ['attractive', [['-1/2']], [['1', [['1']]]]],
    ['repelling', [['-1/2']], [['1', [['1']]]]],
    ['repelling', [['1']], [['-4', [['1']]]]],
    ['attractive', saddle, []],
    [
      'attractive',
      [
        ['0', '0'],
        ['0', '0'],
      ],
      [
        [
          '1',
          [
            ['0', '1'],
            ['-1', '0'],
          ],
        ],
      ],
    ],
    ['attractive', [['NaN']], []],
    ['attractive', [['1e400']], []],
    ['attractive', [['-0']], []],
  ])('%s: %j %j', (claim, curvature, noise) => {
    expect(isFollowed(claim, curvature, noise)).toBe(false);
  });

  test.each<[unknown, unknown, unknown]>([
    [unit, [1, 1], [closed, null]],
    [unit, [0, 1, 1], [closed, closed, closed]],
    [unit, [1], [closed]],
    [
      [
        ['1', '0'],
        ['1', '0'],
      ],
      [1, 1],
      [closed, closed],
    ],
  ])('blocks of %j of sizes %j', (transform, sizes, proofs) => {
    expect(isFollowed('attractive', saddle, [], { kind: 'quotient', transform, sizes, proofs })).toBe(false);
    const proof = { kind: 'quotient', transform: unit, sizes: [1, 1], proofs: [closed, closed] };
    expect(isFollowed('attractive', unit, [], proof)).toBe(true);
  });

  const fourier = (real: string[], imaginary: string[], denominator = '1') => ({
    ...{ basis: 'fourier', denominator, real, imaginary },
  });
  test.each<object>([
    fourier([], []),
    fourier(['1'], ['0'], '0'),
    fourier(['1'], ['0'], '-1'),
    fourier(['1000000'], ['-1000000']),
    { basis: 'form', degree: 2, denominator: '1', coefficients: ['1', '0', '-1'] },
    { basis: 'form', degree: 1, denominator: '1', coefficients: ['1', '1'] },
  ])('a saddle that is called attractive with %j', (corrector) => {
    for (const kind of ['fourier-l1', 'form-bernstein']) {
      expect(isFollowed('attractive', saddle, [], { kind, transform: unit, corrector })).toBe(false);
    }
  });
});

describe('neighbourhoods that do not hold their process', () => {
  const part = (form: string, weight: string, component: string) => ({
    ...{ form, weight, column: { kind: 'vector', components: [component] } },
  });
  const isFollowed = (drift: string, noise: readonly [string, string][] = [], more: object = {}) =>
    checkStatement({
      ...{ version: 2, kind: 'neighbourhood', exponent: '1', radius: '1/2', rate: '1/2', order: 4, bounds: ['1', '1'] },
      weight: { constant: '1', denominator: '1', cosine: [], sine: [] },
      process: {
        ...{ parameters: ['w'], base: ['0'], constants: {}, data: ['x'], samples: [['1'], ['-1']] },
        drift: [part('once', '1', drift)],
        noise: noise.map(([weight, column]) => part('each', weight, column)),
      },
      ...more,
    }).followed;

  test.each([
    ...['w', '0', '-w + 1/1000000', '-abs(w)', '-cbrt(w)', '-sign(w)', 'w > 0 ? -w : w', '-max(w, 0)', '-relu(w)'],
    ...['w == 0 ? -w : w', '-w + 0*log(w)', '-w^2/w', '-w*(1 + 2*w)', '-w*x', '-w + 0*q', '-silu(w)', '-w + 10*w^3'],
    ...['-log(1 + 3*w)', '-w*(1 + 2*w)^(1/2)', '-w/(1 - 4*w)', '-w + 1000*w^9', '-w + 0*exp(1/w)', '-w*mean(x^2)'],
  ])('of a drift %s', (drift) => {
    expect(isFollowed(drift)).toBe(false);
  });

  test.each<[string, [string, string][], object]>([
    ['-w', [], { rate: '1000001/1000000' }],
    ['w', [], { rate: '0' }],
    ['w', [], { exponent: '-1' }],
    ['-w + w^3', [], { radius: '1' }],
    ['-w', [['2', 'w*x']], { exponent: '2' }],
    ['-w', [['1', '1/1000000']], {}],
    ['w', [['-8', 'w']], { exponent: '3' }],
    ['-w', [], { bounds: ['2', '3'] }],
    ['-w', [], { bounds: ['0', '1'] }],
    ['w', [], { radius: '0' }],
    ['w', [], { weight: { constant: '1', denominator: '-1', cosine: [], sine: [] } }],
    ['-w + 10*w^3', [], { order: 1 }],
  ])('of a drift %s with %j and %j', (drift, noise, more) => {
    expect(isFollowed(drift, noise, more)).toBe(false);
  });

  test.each(['-w', '-sin(w)', '-w + w^3', '-tan(w)'])('but %s is followed', (drift) => {
    expect(isFollowed(drift)).toBe(true);
  });
});
