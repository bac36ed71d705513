import type { Rational } from '../../arithmetic/rational.js';
import { asConstant, forEachPower, type Polynomial } from './polynomial.js';
import { perfectPower } from './polynomialRoot.js';
import type { Fraction, Ring } from './ring.js';
import { withSineSquares } from './sineSquares.js';

/** coefficient · Π variable^exponent · Π base^exponent */
export interface Factors {
  readonly coefficient: Rational;
  readonly content: readonly { readonly variable: number; readonly exponent: number }[];
  readonly powers: readonly { readonly base: Polynomial; readonly exponent: number }[];
}

/** A fraction that is not 0 as a product: what perfect powers are powers of, squares of sines as powers, denominators with negative exponents. */
export function factorsOf(ring: Ring, { numerator, denominator }: Fraction): Factors {
  const { coefficient, content, rest } = withSineSquares(ring, numerator);
  const powerOf = (polynomial: Polynomial, exponent: number) => {
    const power = perfectPower(polynomial);
    return { base: power.base, exponent: exponent * power.exponent };
  };
  const variables: { variable: number; exponent: number }[] = [];
  forEachPower(content, (variable, exponent) => variables.push({ variable, exponent }));
  const above = asConstant(rest) === null ? [powerOf(rest, 1)] : [];
  const below = [...denominator.values()].map(({ factor, exponent }) => powerOf(factor, -exponent));
  return { coefficient, content: variables, powers: [...above, ...below] };
}
