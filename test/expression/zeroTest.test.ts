import { describe, expect, it } from 'vitest';
import { encloseExpression } from '../../src/expression/enclose.js';
import { parseExpression } from '../../src/expression/parse.js';
import { zeroTest } from '../../src/expression/zeroTest.js';

describe('the zero test', () => {
  it.each([
    ['(x+1)^2 - x^2 - 2*x - 1', 'zero'],
    ['(x+1)^2 - x^2 - 2*x - 1.0000001', 'nonzero'],
    ['4*sin(2 + a*b) - 4*sin(2 + a*b)^2', 'nonzero'],
    ['tanh(x)^2 - 1 + 1/cosh(x)^2', 'zero'],
    ['tanh(x)^2 - 1 + 1.01/cosh(x)^2', 'nonzero'],
    ['(x > 0 ? 1 : 0) + (x < 0 ? 1 : 0) - 1', 'nonzero'],
    ['x*(x > 0 ? 1 : 0) + x*(x < 0 ? 1 : 0) - x', 'zero'],
    ['mean(a*x) - a*mean(x)', 'zero'],
    ['mean(x*y) - mean(x)*mean(y)', 'nonzero'],
    ['var(2*x) - 4*var(x)', 'zero'],
    ['0/(x - x)', 'zero'],
    ['1/(x - x)', 'unknown'],
    ['log(-1 - x^2)', 'unknown'],
  ] as const)('%s is %s', (text, status) => {
    expect(zeroTest(parseExpression(text), { data: ['x', 'y'] }).status).toBe(status);
  });

  it('gives a witness at which an enclosure excludes 0', () => {
    const expression = parseExpression('exp(a)*tanh(b) - sin(a)');
    const result = zeroTest(expression);
    expect(result.status).toBe('nonzero');
    if (result.status !== 'nonzero') return;
    const value = encloseExpression(expression, result.witness, 128);
    expect(value !== null && (value.lower.numerator > 0n || value.upper.numerator < 0n)).toBe(true);
  });

  it('keeps names inside their ranges', () => {
    const range = new Map([
      [
        'g',
        [
          { numerator: 0n, denominator: 1n },
          { numerator: 1n, denominator: 1n },
        ] as const,
      ],
    ]);
    const result = zeroTest(parseExpression('abs(g) - g + abs(g - 1) + g - 1 + 0*h'), { ranges: range });
    expect(result.status).not.toBe('nonzero');
  });
});
