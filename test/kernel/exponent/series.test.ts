import { expect, test } from 'vitest';
import { exact, times } from '../../../src/arithmetic/enclosure.js';
import { compare, type Rational, rational, toNumber } from '../../../src/arithmetic/rational.js';
import { differentiate } from '../../../src/expression/calculus/differentiate.js';
import { encloseExpression } from '../../../src/expression/evaluation/enclose.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { taylorCoefficients } from '../../../src/kernel/exponent/taylorCoefficients.js';
import { followed } from '../../../src/kernel/notFollowed.js';

const names = ['exp', 'log', 'sqrt', 'sin', 'cos', 'arctan', 'tanh', 'erf'] as const;
const intervals: readonly (readonly [Rational, Rational])[] = [
  [rational(1, 4), rational(1, 4)],
  [rational(3), rational(3)],
  [rational(0), rational(0)],
  [rational(-1, 8), rational(1, 8)],
  [rational(1), rational(5, 4)],
];

test.each(names)(
  'the Taylor coefficients of %s hold its derivatives, and at a point are no wider than rounding',
  (name) => {
    const [order, bits] = [6, 80];
    let compared = 0;
    for (const [lower, upper] of intervals) {
      const coefficients = followed(() => taylorCoefficients(name, { lower, upper }, order, bits));
      expect(coefficients === null).toBe((name === 'log' || name === 'sqrt') && lower.numerator <= 0n);
      let derivative = parseExpression(`${name}(x)`);
      let factorial = 1;
      for (const [m, { lower: low, upper: high }] of (coefficients ?? []).entries()) {
        if (m > 0) derivative = differentiate(derivative, 'x');
        factorial *= Math.max(1, m);
        for (const at of [lower, upper]) {
          const value = encloseExpression(derivative, new Map([['x', at]]), 2 * bits);
          if (value === null) throw new Error(`${name} has no derivative ${m}`);
          const stated = times(value, exact(rational(1, factorial)));
          expect(compare(low, stated.upper)).toBeLessThanOrEqual(0);
          expect(compare(high, stated.lower)).toBeGreaterThanOrEqual(0);
          compared++;
        }
        if (compare(lower, upper) === 0) expect(toNumber(high) - toNumber(low), `${m}`).toBeLessThan(1e-15);
      }
    }
    expect(compared).toBeGreaterThan(40);
  },
);
