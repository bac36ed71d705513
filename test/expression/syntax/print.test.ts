import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactNumbers } from '../../../properties/arbitraries/exactNumbers.js';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { fromDecimal, type Rational } from '../../../src/arithmetic/rational.js';
import {
  type Expression,
  fraction,
  keyOf,
  number,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';

const x = symbol('x');
const y = symbol('y');

describe('printExpression', () => {
  it('is undone by parseExpression, for every expression that the constructors build', () => {
    fc.assert(
      fc.property(expressions(), (expression) => {
        expect(keyOf(parseExpression(printExpression(expression)))).toBe(keyOf(expression));
      }),
      { seed: 20, numRuns: 2000 },
    );
  });

  it('writes numbers that read back exactly', () => {
    fc.assert(
      fc.property(exactNumbers(), (value) => {
        expect(keyOf(parseExpression(printExpression(value)))).toBe(keyOf(value));
      }),
      { seed: 21, numRuns: 1000 },
    );
  });

  it.each([
    'zeta^2/2 - mu',
    '2*abs(mean(x*y))/(zeta^2*mean(x^2))',
    'eta*zeta^2*mean(x^2)/2 - abs(mean(x*y))',
    '-x^2',
    '(-2)^x',
    '(1/3)^x',
    'x^(-y)',
    'x^(-1/2)',
    '1/x',
    '-(x + y)/2',
    '-(x + y)*z',
    'x^(y^z)',
    '(x^y)^z',
    'x > 0 ? x : 0',
    'x < 0 and not (y == 1) or x > 2 ? x : y != 0 ? 1 : 2',
    '(x < 0 or y < 0) and x < y ? 1 : 0',
    '(x < 0 ? 1 : 2) + 1',
    'max(x, y, 0)',
    'x*0^(-1)/y',
  ])('keeps the natural spelling %s', (text) => {
    expect(printExpression(parseExpression(text))).toBe(text);
  });

  it('writes a decimal where it is shorter than the fraction', () => {
    const printed = ['1/10', '1/2', '12/25', '1/3', '1/100000', '2000', '15000000', '3/4'].map((text) =>
      printExpression(parseExpression(text)),
    );
    expect(printed).toEqual(['0.1', '1/2', '0.48', '1/3', '1e-5', '2000', '1.5e7', '3/4']);
    expect(printExpression(product(fraction(1, 10), x))).toBe('0.1*x');
    expect(printExpression(product(fraction(3, 2), x))).toBe('3*x/2');
    expect(printExpression(number(fromDecimal('1e400') as Rational))).toBe('1e400');
  });
});

describe('the constructors', () => {
  const same = (a: Expression, b: Expression) => expect(keyOf(a)).toBe(keyOf(b));

  it('leave no sum inside a sum when a coefficient cancels to 1', () => {
    const s = sum(x, y);
    same(sum(product(number(3), s), product(number(-2), s), x), sum(product(number(2), x), y));
  });

  it('work out numeric powers that join', () => {
    same(product(power(number(2), 20000), power(number(2), -19999)), number(2));
    same(product(parseExpression('e'), parseExpression('e')), parseExpression('e^2'));
  });

  it('put denominators last', () => {
    same(product(power(x, -1), y), quotient(y, x));
  });

  it('keep a power of a large number as written', () => {
    const large = power(number(fromDecimal('1e5000') as Rational), 1000);
    expect(printExpression(power(large, 1000))).toBe('1e5000^1e6');
  });
});
