import fc from 'fast-check';
import { compare, negated, type Rational, rational, times, toNumber } from '../arithmetic/rational.js';

type Range = readonly [Rational, Rational];

/** `whole`: small whole numbers; `short`: at most two significant digits, such as 3, -0.5 or 0.12. */
export type NumberStyle = 'whole' | 'short';

/** Numbers of a style, shrinking to small whole ones. */
export function smallNumber(style: NumberStyle): fc.Arbitrary<Rational> {
  return style === 'whole' ? wholeFrom(-mostWhole) : decimalFrom(-mostMantissa);
}

/** The same, greater than 0. */
export function smallPositive(style: NumberStyle): fc.Arbitrary<Rational> {
  return style === 'whole' ? wholeFrom(1) : decimalFrom(1);
}

function wholeFrom(min: number): fc.Arbitrary<Rational> {
  return fc.integer({ min, max: mostWhole }).map((n) => rational(n));
}

function decimalFrom(min: number): fc.Arbitrary<Rational> {
  return fc
    .tuple(fc.integer({ min, max: mostMantissa }), fc.integer({ min: 0, max: 2 }))
    .map(([mantissa, places]) => rational(mantissa, 10 ** places));
}

/** Numbers of at most two significant digits within a closed interval, with more where no such one lies in it. */
export function smallNumberWithin([low, high]: Range): fc.Arbitrary<Rational> {
  if (compare(low, high) === 0) return fc.constant(low);
  return fc.oneof({ withCrossShrink: true, maxDepth: 1 }, ...gridsWithin(low, high));
}

/** Products of a few of these are still done in the head. */
const mostWhole = 5;

/** One arbitrary a decimal scale whose multiples with at most two digits fall into the interval; coarse scales first. */
function gridsWithin(low: Rational, high: Rational): fc.Arbitrary<Rational>[] {
  const grids: fc.Arbitrary<Rational>[] = [];
  for (let places = -coarsest; places <= finest; places++) {
    const unit = places >= 0 ? rational(1, 10n ** BigInt(places)) : rational(10n ** BigInt(-places));
    const from = Math.max(-mostMantissa, ceiling(low, unit));
    const to = Math.min(mostMantissa, -ceiling(negated(high), unit));
    // a scale at which 0 alone fits offers nothing that finer ones do not
    if (from <= to && !(from === 0 && to === 0))
      grids.push(fc.integer({ min: from, max: to }).map((mantissa) => times(rational(mantissa), unit)));
  }
  return grids.length > 0 ? grids : [fc.constantFrom(low, high)];
}

const mostMantissa = 99;
const coarsest = 6;
const finest = 8;

/** The least whole n with n·unit ≥ value, as far as doubles hold it. */
function ceiling(value: Rational, unit: Rational): number {
  const n = value.numerator * unit.denominator;
  const d = value.denominator * unit.numerator;
  const quotient = n / d;
  const whole = n > 0n && quotient * d !== n ? quotient + 1n : quotient;
  return toNumber(rational(whole));
}

/** How many significant decimal digits a number has; Infinity for one that no decimal writes. */
export function significantDigits({ numerator, denominator }: Rational): number {
  let d = denominator;
  let n = numerator < 0n ? -numerator : numerator;
  while (d % 10n === 0n) d /= 10n;
  for (const [factor, other] of [
    [2n, 5n],
    [5n, 2n],
  ]) {
    while (d % factor === 0n) {
      d /= factor;
      n *= other;
    }
  }
  if (d !== 1n) return Number.POSITIVE_INFINITY;
  while (n !== 0n && n % 10n === 0n) n /= 10n;
  return n === 0n ? 0 : String(n).length;
}
