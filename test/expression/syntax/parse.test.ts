import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { rational } from '../../../src/arithmetic/rational.js';
import {
  call,
  comparison,
  conditional,
  type Expression,
  e,
  fraction,
  keyOf,
  logical,
  moment,
  negate,
  number,
  pi,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';

const [x, y, z] = ['x', 'y', 'z'].map(symbol);

function means(text: string, expression: Expression): void {
  expect(keyOf(parseExpression(text))).toBe(keyOf(expression));
}

function messageOf(text: string): string {
  try {
    parseExpression(text, 'claims.yaml:3');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('the grammar', () => {
  it('lets powers bind tighter than a sign, and to the right', () => {
    means('-x^2', negate(power(x, 2)));
    means('2^-3', fraction(1, 8));
    means('x^y^z', power(x, power(y, z)));
    means('-x*y', negate(product(x, y)));
    means('x/-y*z', product(x, power(negate(y), -1), z));
    means('x - -y', sum(x, y));
  });

  it('reads products and quotients from left to right', () => {
    means('x/y*z', product(x, power(y, -1), z));
    means('x/y/z', quotient(x, product(y, z)));
    means('1/2*x', product(fraction(1, 2), x));
  });

  it('keeps decimals exact, however small, large or long', () => {
    means('0.1', fraction(1, 10));
    means('1e-5', fraction(1, 100000));
    means('1e400', number(10n ** 400n));
    means('0.12345678901234567890123', number(rational(12345678901234567890123n, 10n ** 23n)));
    means('.5 + 1.', fraction(3, 2));
  });

  it('knows the constants, and no other special name', () => {
    means('pi + e', sum(pi, e));
    means('e^x', call('exp', x));
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'E', 'f', 'i', 'lambda', 'eval']) {
      means(name, symbol(name));
    }
  });

  it('reads conditions, by words and by signs', () => {
    const below = comparison('<', x, y);
    const other = comparison('!=', y, number(2));
    means('x < y and y != 2 ? 1 : 0', conditional(logical('and', below, other), number(1), number(0)));
    means('x < y & y != 2 ? 1 : 0', conditional(logical('and', below, other), number(1), number(0)));
    means('not x < y | y != 2 ? x : z', conditional(logical('or', logical('not', below), other), x, z));
    means('x < y ? 1 : y != 2 ? 2 : 3', conditional(below, number(1), conditional(other, number(2), number(3))));
  });

  it.each([
    ['\\frac{x}{y + 1}', 'x/(y + 1)'],
    ['\\frac{\\frac{x}{2}}{y^{2}}', '(x/2)/y^2'],
    ['x*e^{-y}', 'x*exp(-y)'],
    ['\\left(x + y\\right)^{z}', '(x + y)^z'],
    ['\\sqrt{x}*{y}', 'sqrt(x)*y'],
    ['w_{1}*w_{ab}', 'w_1*w_ab'],
    ['½*x ⊙ y', '1/2*x*y'],
    ['x \\odot y', 'x*y'],
    ['‖x‖^2 + \\|y\\|', 'norm2(x)^2 + norm2(y)'],
    ['sgn(x)', 'sign(x)'],
  ])('%s is %s', (written, meant) => {
    expect(parseExpression(written)).toEqual(parseExpression(meant));
  });

  it('reads functions, means and variances', () => {
    means('max(x, y, z)*mean(x*y)', product(call('max', x, y, z), moment('mean', product(x, y))));
    means('var(relu(x))', moment('var', call('relu', x)));
  });
});

describe('errors', () => {
  it.each([
    ['2x', '`x` directly after `2` at column 2'],
    ['2 x', '`x` directly after `2` at column 3'],
    ['x (y)', '`(` directly after `x` at column 3'],
    ['(x)(y)', '`(` directly after `)` at column 4'],
    ['x = 1', 'unexpected `=` at column 3; expected `==`'],
    ['x && y', 'a number at column 1; expected a condition'],
    ['a < b < c', 'a chained comparison at column 7; expected `a < b and b < c`'],
    ['x + (y < 1)', 'a condition at column 5; expected a number'],
    ['max(x < 1, 2)', 'a condition at column 5; expected a number'],
    ['x ? 1 : 2', 'a number at column 1; expected a condition'],
    ['x < 1 and y', 'a number at column 11; expected a condition'],
    ['x < 1 ? 1 : y < 2', 'a number and a condition as branches of one `?` meet at column 13'],
    ['x < 1 ? 1', 'the formula ends at column 10; expected `:`'],
    ['exp(x, y)', 'exp with 2 arguments at column 1; expected one'],
    ['max()', 'max with 0 arguments at column 1; expected at least one'],
    ['tanh x', 'the function `tanh` without parentheses at column 1'],
    ['f(x)', 'expected one of the functions exp, log'],
    ['(x', 'the formula ends at column 3; expected `)`, the `(` at column 1 to be closed'],
    ['x +', 'the formula ends at column 4; expected a number, a name, a function or `(`'],
    ['', 'the formula ends at column 1'],
    ['x # y', 'unexpected `#` at column 3'],
    ['log10(x)', 'did you mean `log(x)/log(10)`?'],
    ['tanhh(x)', 'did you mean `tanh`?'],
    ['pow(x, 2)', 'did you mean `a^b` for pow(a, b)?'],
    ['x*lib.tanh(y)', 'unexpected `.` at column 6; expected `tanh` without `lib.`'],
    ['|x*y', 'the formula ends at column 5; expected `|`, the `|` at column 1 to be closed'],
    ['\\frac x y', '`\\frac` without braces at column 7; expected `a/b`'],
    ['1{x > 0}', 'expected `c ? 1 : 0`, or `a*(b)`'],
    ['σ(x)', 'did you mean `sigmoid`?'],
    ['\\sigma(x)', 'did you mean `sigmoid`?'],
    ['I(x > 0)', 'did you mean `c ? 1 : 0` for I(c)?'],
    ['sum_i x', 'expected `sum(j in 1..n, …)`, with indices as in `a[j]`'],
    ['\\sum_{i=1}^{3} x', 'expected `sum(j in 1..n, …)`, with indices as in `a[j]`'],
    ['tanh^2(x)', 'expected `tanh(…)^2` for a power of its value'],
    ['x^T y', 'expected `W.T` or `transpose(W)` for a transpose, and `@` for a product of matrices'],
    ['||x||_2', "expected `norm2(W)`, Frobenius's for a matrix"],
    ['(x)_+', 'expected `relu(x)` for a positive part'],
    ['⟨x, y⟩', 'expected `dot(a, b)`'],
    ["A'", 'expected `transpose(A)`'],
    ['1e6000', 'the number 1e6000 is out of range at column 1'],
  ])('of %s name the column and what was expected', (text, expected) => {
    expect(messageOf(text)).toContain(`claims.yaml:3: `);
    expect(messageOf(text)).toContain(expected);
  });

  it('are raised wherever a condition stands for a number or a number for a condition', () => {
    for (const text of ['-(x < y)', '(x < y)^2', '2^(x < y)', '(x < y)*2', '(x < y) < 1', 'mean(x < y)', 'not x']) {
      expect(messageOf(text)).toMatch(/a condition at column|a number at column/);
    }
  });

  it('come before a long or deep text can do harm', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['-', ''],
      ['2^', ''],
      ['exp(', ')'],
      ['x < 1 ? 1 : ', ''],
      ['not ', ''],
    ]) {
      expect(messageOf(`${open.repeat(5000)}x${close.repeat(5000)}`)).toMatch(/nested too deeply|a number at/);
    }
    expect(messageOf('1'.repeat(20_000))).toContain('a number of 20000 digits');
    expect(messageOf('x'.repeat(100_001))).toContain('a formula of 100001 characters');
    expect(messageOf(`${'x + '.repeat(20_000)}x`)).toBe('no error');
  });

  it('are the only thing that a broken text causes', () => {
    const pieces = [
      'x',
      '2',
      '(',
      ')',
      '+',
      '-',
      '*',
      '/',
      '^',
      '<',
      '==',
      '?',
      ':',
      ',',
      'exp',
      'mean',
      'not ',
      ' and ',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 }))), (parts) => {
        expect(typeof messageOf(parts.join(''))).toBe('string');
      }),
      { seed: 10, numRuns: 2000 },
    );
  });
});
