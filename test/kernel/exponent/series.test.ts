import { expect, test } from 'vitest';
import { fromNumber, toNumber } from '../../../src/arithmetic/rational.js';
import { functions } from '../../../src/expression/functions/functions.js';
import { series } from '../../../src/kernel/exponent/series.js';

const shared = Object.keys(series).filter(
  (name) => name !== 'reciprocal' && name in functions,
) as (keyof typeof functions & keyof typeof series)[];

test.each(shared)('the Taylor coefficients of %s are those of its own file', (name) => {
  for (const at of [0.25, 0.75, 1.5, 3]) {
    const x = { lower: fromNumber(at), upper: fromNumber(at) };
    const mine = series[name](x, 6, 80);
    const own = functions[name].series;
    const theirs = typeof own === 'function' ? own(x, 6, 80) : null;
    if (mine === null || theirs === null) continue;
    for (const [m, { lower, upper }] of mine.entries()) {
      // both hold the coefficient, so they meet
      expect(toNumber(lower)).toBeLessThanOrEqual(toNumber(theirs[m].upper));
      expect(toNumber(upper)).toBeGreaterThanOrEqual(toNumber(theirs[m].lower));
      expect(toNumber(upper) - toNumber(lower)).toBeLessThan(1e-9 * (1 + Math.abs(toNumber(upper))));
    }
  }
});

test('there are functions to compare', () => {
  const compared = shared.filter((name) => typeof functions[name].series === 'function');
  expect(compared.length).toBeGreaterThan(4);
});
