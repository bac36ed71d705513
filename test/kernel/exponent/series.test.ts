import { expect, test } from 'vitest';
import { type Rational, rational, toNumber } from '../../../src/arithmetic/rational.js';
import { functions } from '../../../src/expression/functions/functions.js';
import { taylorCoefficients } from '../../../src/kernel/exponent/taylorCoefficients.js';
import { NotFollowed } from '../../../src/kernel/notFollowed.js';

const names = ['exp', 'log', 'sqrt', 'sin', 'cos', 'arctan', 'tanh', 'erf'] as const;
const intervals: readonly (readonly [Rational, Rational])[] = [
  [rational(1, 4), rational(1, 4)],
  [rational(3), rational(3)],
  [rational(0), rational(0)],
  [rational(-1, 8), rational(1, 8)],
  [rational(1), rational(5, 4)],
];

test.each(names)('the Taylor coefficients of %s are those of its own file, about as narrow', (name) => {
  const own = functions[name].series;
  if (typeof own !== 'function') throw new Error(`${name} has no series of its own`);
  let compared = 0;
  for (const [lower, upper] of intervals) {
    const x = { lower, upper };
    const theirs = own(x, 6, 80);
    if (theirs === null) {
      expect(() => taylorCoefficients(name, x, 6, 80)).toThrow(NotFollowed);
      continue;
    }
    for (const [m, one] of taylorCoefficients(name, x, 6, 80).entries()) {
      const [low, high, theirLow, theirHigh] = [one.lower, one.upper, theirs[m].lower, theirs[m].upper].map(toNumber);
      // both hold the coefficient, so they meet
      expect(low).toBeLessThanOrEqual(theirHigh);
      expect(high).toBeGreaterThanOrEqual(theirLow);
      const at = `${name} ${m} on [${toNumber(lower)}, ${toNumber(upper)}]: ${high - low} ${theirHigh - theirLow}`;
      expect(high - low, at).toBeLessThanOrEqual(2.1 * (theirHigh - theirLow) + 1e-12 * (1 + Math.abs(high)));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(20);
});
