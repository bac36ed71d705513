import { describe, expect, test } from 'vitest';
import { checkStatement } from '../../src/kernel/checkStatement.js';
import { falseLosses } from './falseLosses.js';
import { invarianceOf } from './invarianceOf.js';

const about = { model: 'm', set: 's', claim: 'c' };

describe('losses of which w = 0 is no invariant set', () => {
  const numbers = ['2', '0', '-1/3'];
  const isFollowed = (loss: string) =>
    numbers.some((number) => {
      const point = Object.fromEntries(['v', 'x', 'a', 'c'].map((name) => [name, number]));
      return checkStatement(invarianceOf({ formulas: [loss], point })).followed;
    });

  test('are called one at no point that is stated', () => {
    expect(falseLosses.filter(isFollowed)).toEqual([]);
  });

  test.each([
    'w^2*(sign(x)^2 - 1)',
    'w*(sign(x)^3 - sign(x))',
    'w*((x > 0 ? 1 : 0) + (x <= 0 ? 1 : 0) - 1)',
    'w*((x^2)^(1/2) - abs(x))',
    'w*(cosh(x)^2 - sinh(x)^2 - 1)',
    'w*(log(8) - 3*log(2))',
    'elu(w)^2',
    'gelu(w) - w/2',
    'max(w^2, -w^2)',
    'relu(w)*relu(-w)',
    'sin(w)/w',
    '(1 - cos(w))/w - w/2',
    '(w == 0 ? 1 : sin(w)/w)',
    '(v > 2 ? w^2 : -w^2)',
    'sign(w*v)*w^2',
    'cos(abs(w))',
    'w^2/(1 + abs(w))',
  ])('while of %s it is followed', (loss) => {
    expect(isFollowed(loss)).toBe(true);
  });
});

describe('points that do not show that w = 0 is not invariant', () => {
  const isFollowed = (loss: string, more: object = {}) =>
    [
      ['1/1000000', '1000000'],
      ['-1000000', '-1/1000000'],
    ].some(
      (bounds) =>
        checkStatement({
          ...{ ...about, version: 2, kind: 'counterexample', parameters: ['w', 'v'], data: ['x'], equations: ['w'] },
          ...{ fields: [{ role: 'loss', formulas: [loss] }], values: { w: '0', v: '2', x: '2' } },
          ...{ field: 0, normal: ['1', '0'], bounds, toward: null, ...more },
        }).followed,
    );

  test.each([
    ...['w == 0 ? w : w^2', '(w >= 0 and w <= 0) ? w : w^2', 'v == 2 ? w : w^2', '(v - 2)^2 <= 0 ? w : 0'],
    ...['sign(v - 2)^2 == 0 ? w : 0', 'x == 2 ? w^2 : w', 'abs(w)*v', 'relu(w)', 'max(w, w^2)', 'sqrt(w)'],
    ...['w*sqrt(v - 2) + w', 'w*log(v - 2) + w', 'w + w*log(w)', 'w + 1/w', 'w + 0/(v - 2)', 'w + (v - 2)^(1/3)'],
    ...['w + (v - 2)^(v - 2)', 'w + x/(x - 2)', 'w + log(x - 2)', 'w*(v - 2)', 'w*sin(pi*v)', 'w*sign(v - 2)^2'],
    ...['w*(v >= 2 ? 1 : 0)', 'w*mean(x)', 'w + 0*zzz', 'abs(w) + w/2', '2*relu(w) - relu(-w)', 'cbrt(w)'],
    ...['w*(sqrt(2)*sqrt(2) - v)', 'w*(erf(100) - 1)', 'w*(1 - cos(1e-30))'],
  ])('%s', (loss) => {
    expect(isFollowed(loss)).toBe(false);
  });

  test.each<[string, object]>([
    ['(w > 0 ? w + log(v - 2) : 0)', { toward: ['1', '0'] }],
    ['(w > 0 ? w + sqrt(-w) : 0)', { toward: ['1', '0'] }],
    ['(w > v^2 - 4*v + 4 ? w : 0)', { toward: ['0', '1'] }],
    ['(w^3 > 0 ? w : 0)', { toward: ['-1', '0'] }],
    ['abs(w)', { toward: ['0', '1'] }],
    ['w', { bounds: ['0', '2'] }],
    ['w', { bounds: ['-1', '3'] }],
    ['w + v', { normal: ['0', '1'] }],
    ['w^2', { values: { w: '1', v: '2', x: '2' } }],
    ['w', { values: { w: '0', v: 'NaN', x: '2' } }],
    ['w', { values: { w: '0', v: '1/0', x: '2' } }],
    ['w', { equations: [] }],
    ['v', { equations: ['w', '2*w'] }],
    ['w*sin(pi)', { parameters: ['w', 'pi'] }],
  ])('%s with %j', (loss, more) => {
    expect(isFollowed(loss, more)).toBe(false);
  });

  test.each<[string, object]>([
    ['w + sqrt(x - 2)', {}],
    ['abs(w) + 2*w', {}],
    ['abs(w)', { toward: ['1', '0'] }],
  ])('but %s with %j does', (loss, more) => {
    expect(isFollowed(loss, more)).toBe(true);
  });
});

describe('conditions that do not hold exactly where the exponent is negative', () => {
  const agree = { agree: true };
  const none = { undefined: true };
  const split = (of: string, negative: object = agree, zero: object = agree, positive: object = agree) => ({
    ...{ split: of, negative, zero, positive },
  });
  const adds = (...terms: readonly (readonly [string, string])[]) => ({
    contradiction: terms.map(([of, multiplier]) => ({ of, multiplier })),
  });
  const isFollowed = (condition: string, exponent: string, proof: object, assumptions: readonly object[] = []) =>
    checkStatement({
      ...{ ...about, version: 2, kind: 'equivalence', data: ['x'], condition, exponent, assumptions, proof },
      instance: { values: { a: '2', b: '1/2', c: '3' }, samples: [['1'], ['3']] },
    }).followed;
  const inside = [
    { expression: '3 - a', sign: 'nonnegative', because: '' },
    { expression: 'a - 1', sign: 'nonnegative', because: '' },
  ];

  test.each<[string, string, object]>([
    ['a >= 0', '-a', split('a')],
    ['a >= 0', '-a', split('a', agree, none, agree)],
    ['a >= 0', '-a', split('a', agree, adds(), agree)],
    ['a >= 0', '-a', split('a', agree, adds(['a', '0'], ['1', '0']), agree)],
    ['a >= 0', '-a', split('a', agree, adds(['1', '1'], ['-1', '1']), agree)],
    ['a^2 >= 0', '-a^2', split('a')],
    ['exp(a) >= 1', '-a', split('a')],
    ['exp(a) > 1', 'a', split('a')],
    ['log(a) >= 0', '1 - a', split('a', none, none, split('a - 1'))],
    ['log(a) > 1', '2.7 - a', split('a', none, none, split('a - 2.7'))],
    ['sqrt(a^2) > b', 'b - a', split('a', split('a - b'), agree, split('a - b'))],
    ['a^4 > b^4', 'b - a', split('a - b')],
    ['a^3 > b^3', 'a - b', split('a - b')],
    ['arctan(a) > 1', '1 - a', split('a - 1')],
    ['erf(a) > erf(b)', 'a - b', split('a - b')],
    ['sign(a)^2 == 1', '-1', split('a')],
    ['cos(a)^2 + sin(a)^2 > 1', '-1', agree],
    ['1/a > b', 'a*b - 1', split('a', split('a*b - 1'), none, split('a*b - 1'))],
    ['a > b/c', 'b - a*c', split('c', split('b - a*c'), none, split('b - a*c'))],
    ['a > 0 and b > 0', '-a*b', split('a', split('b'), agree, split('b'))],
    ['a^0 == 1', '1', split('a')],
    ['(a^2)^(1/2) == a', '-1', split('a')],
    ['log(a*b) == log(a) + log(b)', '1', split('a', agree, agree, split('b'))],
    ['a > 0', 'a > 0 ? -1 : (a < 0 ? 1 : -1)', split('a')],
    ['a > 1e400', '1e399 - a', split('a - 1e400')],
    ['a > 0', '1', split('0', adds(['1', '-1']), adds(['0', '1']), adds(['1', '-1']))],
    ['a > 0', 'a', { product: '1', factors: [], inside: agree }],
    ['a > 0', 'a', { agree: true, undefined: true }],
    ['x > 0', '-x', split('x')],
    ['mean(x^2) > 0', '-1', split('mean(x^2)', adds(['mean(x^2)', '-1']), agree, agree)],
    ['var(x) > 0', '-1', split('var(x)', adds(['var(x)', '-1']), agree, agree)],
    ['mean(x*x) == mean(x)*mean(x)', '-1', agree],
    ['mean(1/x)*mean(x) >= 1', '-1', split('mean(x)')],
    ['mean(x^3) >= 0', '-1', split('mean(x^3)', adds(['mean(x^3)', '-1']))],
    ['mean(sqrt(x^2)) > 0', '-mean(x)', split('mean(x)')],
    ['mean(1/(-2*x)) > 0', '-mean(1/x)', split('mean(1/x)')],
    ['a^2 > 0', '-1 - mean(x == 0 ? 0 : 1/a)^2', split('a', agree, none, agree)],
  ])('%s and %s', (condition, exponent, proof) => {
    expect(isFollowed(condition, exponent, proof)).toBe(false);
  });

  test('under assumptions that leave a point open, or hold nowhere', () => {
    const nowhere = [{ expression: '-1 - a^2', sign: 'positive', because: '' }];
    const under = [{ ...inside[0], expression: '(a - 1)/(-1) + 4' }, inside[1]];
    expect(isFollowed('a > 1', '-1', agree, inside)).toBe(false);
    expect(isFollowed('a > 3', '-1', agree, under)).toBe(false);
    expect(isFollowed('a > 0', '-1', agree, nowhere)).toBe(false);
    expect(isFollowed('a > 0', '-1', agree, inside)).toBe(true);
    expect(isFollowed('a > 0', '-a', split('a'))).toBe(true);
  });

  test('with moments in the proof that have a value in a branch alone: a is 0 where all data are', () => {
    const [square, second, first] = ['mean(x^2)', 'mean(1/x^2)', 'mean(1/x)'];
    const opposite = (of: string) => adds([of, '1'], [of, '-1']);
    const meanIsZero = adds(['var(x)', '1'], ['mean(x)^2', '1'], [square, '-1']);
    const zero = adds(
      ...([
        ['var(x - 1/x)', '1'],
        ['1', '2'],
        [square, '-1'],
        [second, '-1'],
      ] as const),
      [`(mean(x) - ${first})^2`, '1'],
    );
    const positive = adds(
      ...([
        [`var(x - 1/${second}/x)`, '1'],
        [`1/${second}`, '1'],
        [square, '-1'],
      ] as const),
      [`(mean(x) - ${first}/${second})^2`, '1'],
    );
    const absurd = split('mean(x)', meanIsZero, split(second, opposite(second), zero, positive), meanIsZero);
    const proof = split('a', split(square, opposite(square), absurd), split(square, opposite(square), absurd));
    const inBranch = `mean(1/${second}/x) + ${first}`;
    expect(isFollowed('(a > 0 ? 1 : mean(x^2)) > 0', `-1 + 0*(a > 0 ? ${inBranch} : 1)`, proof)).toBe(false);
    expect(isFollowed(`mean(x^2) > 0 or (a > 0 and ${inBranch} < ${inBranch} + 1)`, '-1', proof)).toBe(false);
    const byCase = (moment: string) =>
      isFollowed(
        'a > 1',
        '1 - a + mean(sqrt(x)) - mean(sqrt(x))',
        split(moment, split('a - 1'), split('a - 1'), split('a - 1')),
      );
    expect(['mean(x^(1/2))', 'mean(log(x))', 'mean(x^(-1))', 'mean(x^(-1/2))'].map(byCase)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    // where the exponent takes them in all branches there is no such data set
    expect(isFollowed('(a > 0 ? 1 : mean(x^2)) > 0', `-1 + 0*(${inBranch})`, proof)).toBe(true);
  });
});
