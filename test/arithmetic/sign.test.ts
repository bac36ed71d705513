import { expect, it } from 'vitest';
import { opposite, type Sign, signOfPower, signOfProduct, signOfSum } from '../../src/arithmetic/sign.js';

/** What a sign says: the numbers among −2, −1, 0, 1, 2 that have it. */
const members = (sign: Sign): number[] =>
  [-2, -1, 0, 1, 2].filter((x) => {
    if (sign === 'positive') return x > 0;
    if (sign === 'negative') return x < 0;
    if (sign === 'zero') return x === 0;
    if (sign === 'nonnegative') return x >= 0;
    return sign === 'nonpositive' ? x <= 0 : true;
  });
const has = (x: number, sign: Sign): boolean => members(sign).includes(Math.max(-2, Math.min(2, x)));
const signs: Sign[] = ['positive', 'nonnegative', 'zero', 'nonpositive', 'negative', null];

/** The narrowest sign that all numbers have. */
function narrowest(values: readonly number[]): Sign {
  const fitting = signs.filter((sign) => values.every((x) => has(x, sign)));
  return fitting.reduce((a, b) => (members(b).length < members(a).length ? b : a));
}

it('sums, products and opposites have the narrowest sign that all of them have', () => {
  for (const a of signs) {
    expect(opposite(a)).toBe(narrowest(members(a).map((x) => -x)));
    for (const b of signs) {
      const pairs = members(a).flatMap((x) => members(b).map((y) => [x, y]));
      expect(signOfSum(a, b)).toBe(narrowest(pairs.map(([x, y]) => x + y)));
      expect(signOfProduct(a, b)).toBe(narrowest(pairs.map(([x, y]) => x * y)));
    }
  }
});

it('powers have the signs that they have where they are defined', () => {
  for (const a of signs) {
    for (const n of [-3, -2, 1, 2, 3]) {
      const values = members(a).filter((x) => n > 0 || x !== 0);
      for (const x of values) expect(has(Math.sign(x ** n), signOfPower(a, n))).toBe(true);
    }
    for (const x of members(a)) if (x >= 0) expect(has(Math.sign(x), signOfPower(a, null))).toBe(true);
  }
});
