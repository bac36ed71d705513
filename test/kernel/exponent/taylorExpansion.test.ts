import { expect, test } from 'vitest';
import { exact, minus, outward, plus, signOf, times } from '../../../src/arithmetic/enclosure.js';
import { plus as added, type Rational, rational, toNumber } from '../../../src/arithmetic/rational.js';
import { taylorExpansion } from '../../../src/kernel/exponent/taylorExpansion.js';
import { parseFormula } from '../../../src/kernel/formula/parseFormula.js';
import { valuesIn } from '../../../src/kernel/formula/valueIn.js';
import { NotFollowed, Work } from '../../../src/kernel/notFollowed.js';
import { PointField } from '../../../src/kernel/point/pointField.js';

const degree = 6;
const reach = rational(1, 16);
const base = { a: rational(1, 3), b: rational(-3, 4) };

/** Enclosures where a and b lie so far off the base at most, or at the base moved by some steps. */
function enclosed(steps: readonly [Rational, Rational], spread = rational(0)) {
  const at = (centre: Rational, step: Rational) => {
    const middle = added(centre, step);
    return { lower: added(middle, times(exact(spread), exact(rational(-1))).lower), upper: added(middle, spread) };
  };
  const names = new Map([
    ['a', at(base.a, steps[0])],
    ['b', at(base.b, steps[1])],
  ]);
  const name = (one: string) => names.get(one) ?? exact(rational(2));
  return valuesIn(new PointField({ name }, 200));
}

const powers = Array.from({ length: degree + 1 }, (_, n) =>
  Array.from({ length: n + 1 }, (__, j) => [n - j, j]),
).flat();
const unmoved = [rational(0), rational(0)] as const;

// every elementary function, powers, kinks on either side, conditions, and what is made of them in two parameters
test.each([
  'exp(a)',
  'log(a)*b',
  'sqrt(a + a*b^2)',
  'sin(2*a + b)',
  'cos(a*b - b)',
  'arctan(3*a)',
  'tanh(a - b)',
  'erf(a*b + 1)',
  'abs(b)*a',
  'a*sign(b*a)',
  'a^(1/3)*(1 - b)^(-3/2)',
  'a^b',
  '(a > b ? a^3 : 0)/(2 + b)',
  'softplus(-c*b*tanh(a*c))',
  'b^9 + a^5*b',
])('Taylor’s formula holds for %s, its rest over the whole cube', (text) => {
  const formula = parseFormula(text);
  const coefficient = taylorExpansion(['a', 'b'], degree, new Work())(formula);
  const [atBase, onCube] = [enclosed(unmoved), enclosed(unmoved, reach)];
  let compared = 0;
  for (const steps of [
    [rational(1, 16), rational(-1, 16)],
    [rational(-1, 20), rational(1, 17)],
    [rational(0), rational(1, 16)],
    [rational(1, 1000), rational(0)],
  ] as const) {
    const terms = powers.map(([i, j]) => {
      const step = rational(steps[0].numerator ** BigInt(i) * steps[1].numerator ** BigInt(j));
      const below = rational(steps[0].denominator ** BigInt(i) * steps[1].denominator ** BigInt(j));
      const moved = exact(rational(step.numerator, below.numerator));
      return times((i + j < degree ? atBase : onCube)(coefficient([i, j])), moved);
    });
    const sum = outward(terms.reduce(plus), 200);
    const truth = enclosed(steps)(formula);
    // both hold the value, and the formula tells it well
    expect(signOf(minus(sum, truth)) ?? 0).toBe(0);
    expect(toNumber(sum.upper) - toNumber(sum.lower)).toBeLessThan(1e-3);
    compared++;
  }
  expect(compared).toBe(4);
});

test.each([
  ['sqrt(a)', 'a'],
  ['abs(a)*b', 'a'],
  ['sign(a)', 'a'],
  ['0*abs(a)', 'a'],
  ['(a > 0 ? a : a^2)', 'a'],
  ['1/a', 'a'],
  ['a^(5/2)*b', 'a'],
  ['log(b)', 'a'],
])('a cube on which %s is not smooth has coefficients without a value', (text) => {
  const coefficient = taylorExpansion(['a', 'b'], degree, new Work())(parseFormula(text));
  const around = { lower: rational(-1, 16), upper: rational(1, 16) };
  const value = valuesIn(new PointField({ name: () => around }, 100));
  expect(() => powers.map((exponents) => value(coefficient(exponents)))).toThrow(NotFollowed);
});

test('functions within functions take more steps than are allowed, and are refused for it', () => {
  const coefficient = taylorExpansion(['a', 'b'], 27, new Work())(parseFormula('tanh(tanh(tanh(a*b)))^3'));
  expect(() => Array.from({ length: 28 }, (_, i) => coefficient([i, 27 - i]))).toThrow(/more steps/);
});
