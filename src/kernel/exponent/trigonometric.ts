import {
  absolute,
  one,
  plus,
  type Rational,
  rational,
  sumOf as sumOfNumbers,
  times,
} from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
import {
  atomPolynomial,
  constantPolynomial,
  type Polynomial,
  polynomialOf,
  scaled,
  sumOf,
  zeroPolynomial,
} from '../quotients/polynomial.js';
import type { Chart } from './chart.js';
import { powerIn, productIn } from './generator.js';

/** constant + 2 Re Σ_n (real_n + i imaginary_n) e^{2inϑ}, n from 1. */
export interface FourierPolynomial {
  readonly constant: Rational;
  readonly real: readonly Rational[];
  readonly imaginary: readonly Rational[];
}

/** The polynomial in e^{2iϑ} = u/v, in the complex coordinates u, v of the plane. */
export function inComplexCoordinates({ constant, real, imaginary }: FourierPolynomial): Polynomial {
  const terms = [1, -1].flatMap((sign) =>
    real.flatMap((x, index) => {
      const n = sign * (index + 1);
      const wave = [['u', rational(n)] as const, ['v', rational(-n)] as const];
      return [
        { coefficient: x, powers: new Map(wave) },
        { coefficient: times(rational(sign), imaginary[index]), powers: new Map([['i', one] as const, ...wave]) },
      ];
    }),
  );
  return sumOf(constantPolynomial(constant), polynomialOf(terms));
}

/** The polynomial times R^N, N the number of its modes, as a form in y: Σ_n Re c_n w^n R^{N − n}, w = (y₁ + i y₂)², by Horner's rule. */
export function inPlainCoordinates(
  { constant, real, imaginary }: FourierPolynomial,
  { point: [x, y = zeroPolynomial], square }: Chart,
  work: Work,
): Polynomial {
  const i = atomPolynomial('i');
  const wave = powerIn(sumOf(x, productIn(i, y, work)), 2, work);
  const twice = (n: number) => sumOf(constantPolynomial(real[n]), scaled(i, imaginary[n]));
  const coefficients = [constantPolynomial(constant), ...real.map((_, n) => scaled(twice(n), rational(2)))];
  let form = zeroPolynomial;
  let power = constantPolynomial(one);
  for (const coefficient of coefficients.reverse()) {
    form = sumOf(productIn(form, wave, work), productIn(coefficient, power, work));
    power = productIn(power, square, work);
  }
  return polynomialOf([...form.values()].filter(({ powers }) => !powers.has('i')));
}

/** What the size of the polynomial, or of a derivative of some order by ϑ, is at most. */
export function sizeOfDerivative({ constant, real, imaginary }: FourierPolynomial, order: number): Rational {
  const sizes = real.map((x, n) =>
    times(rational(2n * BigInt(2 * n + 2) ** BigInt(order)), plus(absolute(x), absolute(imaginary[n]))),
  );
  return sumOfNumbers([...(order === 0 ? [absolute(constant)] : []), ...sizes]);
}
