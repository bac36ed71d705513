import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Enclosure } from '../../src/arithmetic/enclosure.js';
import * as enclosures from '../../src/arithmetic/enclosure.js';
import {
  errorFunction,
  exponential,
  logarithm,
  piEnclosure,
  sineCosine,
  squareRoot,
} from '../../src/arithmetic/enclosureFunctions.js';
import { compare, fromDecimal, minus, type Rational, rational, toNumber } from '../../src/arithmetic/rational.js';

const bits = 160;
const point = (text: string): Enclosure => enclosures.exact(fromDecimal(text) as Rational);
const holds = (e: Enclosure | null, digits: string): boolean => {
  const value = fromDecimal(digits) as Rational;
  // the table's last digit may be rounded
  const slack = rational(1n, 10n ** BigInt(digits.length - digits.indexOf('.') - 1));
  if (e === null) return false;
  return (
    compare(minus(e.lower, slack), value) <= 0 &&
    compare(value, minus(e.upper, rational(-slack.numerator, slack.denominator))) <= 0
  );
};
const narrow = (e: Enclosure | null): boolean =>
  e !== null && toNumber(minus(e.upper, e.lower)) < 1e-38 * Math.max(1, Math.abs(toNumber(e.upper)));

describe('enclosures hold the true value and are narrow (40 digits from tables)', () => {
  it.each([
    ['exp 1', () => exponential(point('1'), bits), '2.7182818284590452353602874713526624977572'],
    ['exp −3/2', () => exponential(point('-1.5'), bits), '0.2231301601484298289332804707640125213422'],
    ['exp 20', () => exponential(point('20'), bits + 40), '485165195.4097902779691068305415405586846'],
    ['log 2', () => logarithm(point('2'), bits), '0.6931471805599453094172321214581765680755'],
    ['log 10', () => logarithm(point('10'), bits), '2.3025850929940456840179914546843642076011'],
    ['sqrt 2', () => squareRoot(point('2'), bits), '1.4142135623730950488016887242096980785697'],
    ['pi', () => piEnclosure(bits), '3.1415926535897932384626433832795028841972'],
    ['sin 1', () => sineCosine(point('1'), bits)?.[0] ?? null, '0.8414709848078965066525023216302989996226'],
    ['cos 10', () => sineCosine(point('10'), bits)?.[1] ?? null, '-0.8390715290764524522588639478240648345199'],
    ['erf 1/2', () => errorFunction(point('0.5'), bits), '0.5204998778130465376827466538919645287365'],
    ['erf −2', () => errorFunction(point('-2'), bits), '-0.9953222650189527341620692563672529286109'],
  ])('%s', (_, compute, digits) => {
    const value = compute();
    expect(holds(value, digits)).toBe(true);
    expect(narrow(value)).toBe(true);
  });

  it('stays outside the domain', () => {
    expect(logarithm(point('0'), bits)).toBeNull();
    expect(squareRoot(point('-1'), bits)).toBeNull();
    expect(enclosures.divided(point('1'), { lower: rational(-1), upper: rational(1) })).toBeNull();
  });
});

const rationals = fc
  .tuple(fc.integer({ min: -250, max: 250 }), fc.integer({ min: 1, max: 97 }))
  .map(([n, d]) => rational(n, d));
const overlap = (a: Enclosure | null, b: Enclosure | null): boolean =>
  a !== null && b !== null && compare(a.lower, b.upper) <= 0 && compare(b.lower, a.upper) <= 0;

describe('functional equations hold between enclosures', () => {
  it('exp(a + b) = exp a · exp b, log exp a = a, sin² + cos² = 1, erf is odd', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        const x = enclosures.exact(a);
        const y = enclosures.exact(b);
        const product = enclosures.times(exponential(x, 96) as Enclosure, exponential(y, 96) as Enclosure);
        expect(overlap(exponential(enclosures.plus(x, y), 96), product)).toBe(true);
        const back = logarithm(exponential(x, 96) as Enclosure, 96) as Enclosure;
        expect(overlap(back, x)).toBe(true);
        const [s, c] = sineCosine(x, 96) ?? [];
        const one = enclosures.plus(
          enclosures.power(s as Enclosure, 2, 96) as Enclosure,
          enclosures.power(c as Enclosure, 2, 96) as Enclosure,
        );
        expect(overlap(one, enclosures.exact(rational(1)))).toBe(true);
        expect(overlap(errorFunction(x, 96), enclosures.negative(errorFunction(enclosures.negative(x), 96)))).toBe(
          true,
        );
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  it('agree with doubles to their precision', () => {
    fc.assert(
      fc.property(rationals, (a) => {
        const x = enclosures.exact(a);
        const value = toNumber((exponential(x, 80) as Enclosure).lower);
        expect(Math.abs(value / Math.exp(toNumber(a)) - 1)).toBeLessThan(1e-13);
        const [s] = sineCosine(x, 80) as readonly [Enclosure, Enclosure];
        expect(toNumber(s.lower)).toBeCloseTo(Math.sin(toNumber(a)), 12);
      }),
      { seed: 32, numRuns: 200 },
    );
  });
});
