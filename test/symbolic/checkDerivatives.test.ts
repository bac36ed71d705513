import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromNumber, toNumber } from '../../src/arithmetic/rational.js';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, fraction, number, product, symbolsOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { checkDerivatives, DerivativeMismatch } from '../../src/symbolic/checkDerivatives.js';
import { judgeDerivative, ValuesNearby } from '../../src/symbolic/differenceQuotient.js';
import { families } from './families.js';
import { builtin } from './models.js';

const ids = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M9', 'M10'] as const;
const point = new Map([
  ['a', fromNumber(0.625)],
  ['b', fromNumber(-0.375)],
]);

/** What the difference quotient says of a text's derivative, ours or the one given. */
function judged(text: string, names: string[], derivative?: Expression): ReturnType<typeof judgeDerivative> {
  const expression = parseExpression(text);
  return judgeDerivative(
    new ValuesNearby(expression, point),
    names,
    derivative ?? names.reduce(differentiate, expression),
  );
}

describe('the difference quotient', () => {
  it.each(['tanh(a*b)', 'erf(a)*gelu(b)', 'abs(b)^3*exp(a)', 'max(a, b)^2/sqrt(a)', 'sin(10^12*(a*b + 15/64) + 1)'])(
    'of %s is its derivative',
    (text) => {
      const doubles = new Map([...point].map(([name, value]) => [name, toNumber(value)]));
      for (const names of [['a'], ['b'], ['a', 'a'], ['a', 'b'], ['b', 'b']]) {
        const judgement = judged(text, names);
        expect(judgement.kind).toBe('confirms');
        if (judgement.kind === 'silent' || text.startsWith('sin')) continue;
        const exact = Number(evaluate(names.reduce(differentiate, parseExpression(text)), doubles));
        expect(toNumber(judgement.quotient.lower)).toBeCloseTo(exact, 13);
      }
    },
  );

  it.each([
    ['no value', 'sqrt(b)'],
    ['no value beside the point', 'sqrt(a - 5/8)'],
    ['a kink at the point', 'max(a, 5/8)'],
    ['a jump', 'a > 5/8 ? 1 : 0'],
    ['one value of its own', 'a == 5/8 ? 1 : a'],
  ])('says nothing of a formula with %s', (_, text) => {
    expect(judged(text, symbolsOf(parseExpression(text))).kind).toBe('silent');
  });

  it('sees a derivative that is wrong by a millionth, or where the true one is 0', () => {
    const own = differentiate(parseExpression('tanh(a*b)'), 'a');
    expect(judged('tanh(a*b)', ['a'], product(fraction(1_000_001, 1_000_000), own)).kind).toBe('contradicts');
    expect(judged('b*tanh(a)', ['b', 'b'], number(1)).kind).toBe('contradicts');
  });
});

describe('our derivatives', () => {
  it.each([...ids.map((id) => [id, builtin(id)] as const), ...families])('are confirmed for %s', (_, model) => {
    expect(checkDerivatives(model)).toBeGreaterThan(3);
  });

  it('are not held against what neither engine nor quotient can see: w1 - 10^400', () => {
    const file = 'test/data/faults/large-constant.json';
    expect(checkDerivatives(readModel(readFileSync(file, 'utf8'), file))).toBeGreaterThan(50);
  });
});

describe('a mismatch', () => {
  const wrong = (expression: Expression, name: string): Expression =>
    product(fraction(1_000_001, 1_000_000), differentiate(expression, name));
  const check = (model: Model, differentiateBy: typeof wrong) => () => checkDerivatives(model, differentiateBy);

  it('is an error that names expression, point and values', () => {
    expect(check(builtin('M2'), wrong)).toThrow(DerivativeMismatch);
    expect(check(builtin('M2'), wrong)).toThrow(
      /^our derivative of \(w2\*tanh\(w1\*x\) - y\)\^2\/2 by w1 at w1 = 0\.625.* is -?[\d.]+, the difference quotient -?[\d.]+$/,
    );
  });

  it('in one entry of the Hessian is enough', () => {
    const onceWrong = (expression: Expression, name: string): Expression =>
      name === 'w2' && !printExpression(expression).includes('w2^2')
        ? differentiate(expression, name)
        : wrong(expression, name);
    expect(check(builtin('M4'), onceWrong)).toThrow(DerivativeMismatch);
  });
});
