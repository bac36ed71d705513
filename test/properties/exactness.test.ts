import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteGradient } from '../../properties/absoluteGradient.js';
import { smoothFormulas } from '../../properties/arbitraries/smoothFormulas.js';
import { exactSlope } from '../../properties/exactSlope.js';
import { roundingErrorBound } from '../../properties/roundingError.js';
import { rational, toNumber } from '../../src/arithmetic/rational.js';
import { compileJavaScript } from '../../src/expression/compile/javascript.js';
import { encloseExpression } from '../../src/expression/evaluation/enclose.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { runs } from './builtinModel.js';

describe('slopes from differences in exact arithmetic', () => {
  test.each([
    ['x^2', rational(3, 2), 3],
    ['exp(x)', rational(1), Math.E],
    ['tanh(2*x)', rational(0), 2],
    ['abs(x)', rational(-1), -1],
  ])('of %s', (text, x, expected) => {
    const slope = exactSlope(parseExpression(text), new Map([['x', x]]), 'x');
    expect(toNumber(slope!.value)).toBeCloseTo(expected, 12);
    expect(toNumber(slope!.error)).toBeLessThan(1e-12);
  });

  test.each(['abs(x)', 'relu(x)', 'sqrt(x)', 'log(x)', '1/x'])('are none for %s at 0', (text) => {
    const slope = exactSlope(parseExpression(text), new Map([['x', rational(0)]]), 'x');
    expect(slope).toBeNull();
  });
});

test('the absolute gradient sees terms that cancel', () => {
  const expression = parseExpression('tanh(x) + tanh(-x) + x^2');
  expect(absoluteGradient(expression, new Map([['x', 0]]), 'x')).toBe(2);
  expect(absoluteGradient(expression, new Map([['x', 0]]), 'y')).toBe(0);
});

describe('the bound on rounding', () => {
  test('holds for random formulas in double precision', () => {
    const names = ['x', 'y'];
    const number = fc.integer({ min: -30, max: 30 }).map((n) => rational(n, 7));
    fc.assert(
      fc.property(smoothFormulas({ names }), number, number, (formula, x, y) => {
        const values = new Map([['x', x] as const, ['y', y] as const]);
        const out = new Float64Array(1);
        compileJavaScript([formula], names)(Float64Array.from([toNumber(x), toNumber(y)]), out);
        const exact = toNumber(encloseExpression(formula, values, 160)!.lower);
        const bound = roundingErrorBound(formula, new Map([...values].map(([n, v]) => [n, toNumber(v)])), 2 ** -53);
        expect(Math.abs(out[0] - exact)).toBeLessThanOrEqual(bound);
      }),
      { seed: 1, numRuns: runs(150) },
    );
  });

  test('sees cancellation', () => {
    const at = new Map([['x', 1e-6]]);
    const stable = roundingErrorBound(parseExpression('x^2'), at, 2 ** -24);
    const cancelling = roundingErrorBound(parseExpression('(1e6 + x^2) - 1e6*cos(x)'), at, 2 ** -24);
    expect(stable).toBeLessThan(1e-16);
    expect(cancelling).toBeGreaterThan(1e-3);
  });

  test('is infinite where a branch depends on rounding', () => {
    const at = new Map([['x', 1 / 3]]);
    expect(roundingErrorBound(parseExpression('3*x < 1 ? 0 : 1'), at, 2 ** -24)).toBe(Infinity);
  });
});
