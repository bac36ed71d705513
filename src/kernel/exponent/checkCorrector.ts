import { exponentsOf } from '../../arithmetic/exponents.js';
import {
  absolute,
  dividedBy,
  plus,
  type Rational,
  rational,
  sign,
  sumOf,
  times,
  zero,
} from '../../arithmetic/rational.js';
import { malformed, NotFollowed, Work } from '../notFollowed.js';
import { polynomialOf, scaled } from '../quotients/polynomial.js';
import { type Chart, complexChart, plainChart, powersOf } from './chart.js';
import { isNegativeForm } from './coneSign.js';
import { commonDenominator, Generator, powerIn, productIn, total } from './generator.js';
import { linearProcess } from './linearProcess.js';
import { noiseMargin } from './noiseMargin.js';
import type { CheckedFamily, Claim, FormPolynomial } from './readCertificate.js';
import { type FourierPolynomial, inComplexCoordinates, inPlainCoordinates, sizeOfDerivative } from './trigonometric.js';

/**
 * Verifies for k = 2 that the constant term of Q + 𝓛φ outweighs the ℓ1 norm of its other Fourier coefficients and the entry radii
 * (theory §4.3). Throws NotFollowed.
 */
export function requireByNorm(
  family: CheckedFamily,
  claim: Claim,
  corrector: FourierPolynomial | FormPolynomial,
): string {
  if ('degree' in corrector) throw malformed('corrector.basis', 'unexpected', 'fourier');
  const { mean, rest } = meanAndRest(family, corrector);
  const margin = entryMargin(family, 2 * corrector.real.length, sizeOfDerivative(corrector, 0));
  if (sign(sumOf([times(sideOf(claim), mean), rest, margin])) >= 0) {
    throw new NotFollowed(`the ℓ1 bound does not keep Q + 𝓛φ ${wanted[claim]}`);
  }
  return `Q + 𝓛φ is bounded by a ${wanted[claim]} number in every direction, so the set is ${claim}`;
}

/** The constant term of Q + 𝓛φ of a 2 × 2 family and the ℓ1 norm of its other Fourier coefficients. Throws NotFollowed. */
export function meanAndRest(family: CheckedFamily, corrector: FourierPolynomial): { mean: Rational; rest: Rational } {
  if (family.size !== 2) throw malformed('corrector.basis', 'fourier', 'form, unless k = 2');
  const work = new Work(parts);
  const { process, pace } = linearProcess(family, complexChart(work), work);
  const generator = new Generator(process, work);
  const phi = inComplexCoordinates(corrector);
  const whole = commonDenominator([phi]);
  // times R² = u²v²
  const drift = total([
    scaled(generator.ofLogarithm(), whole),
    generator.product(powerIn(process.square, 2, work), generator.of(scaled(phi, whole))),
  ]);
  const [mean, rest] = [true, false].map((isMean) =>
    [...drift.values()].filter(
      ({ powers }) => isMean === (powers.size === 2 && ['u', 'v'].every((atom) => powers.get(atom)?.numerator === 2n)),
    ),
  );
  return {
    mean: dividedBy(sumOf(mean.map(({ coefficient }) => coefficient)), times(pace, whole)),
    rest: dividedBy(sumOf(rest.map(({ coefficient }) => absolute(coefficient))), times(pace, whole)),
  };
}

/**
 * Verifies by Bernstein coefficients that the form R^{n+2}(Q + 𝓛φ), φ = p/R^n, entry radii allowed for, has one sign off the origin
 * (theory §4.3). Throws NotFollowed.
 */
export function requireByForm(
  family: CheckedFamily,
  claim: Claim,
  corrector: FourierPolynomial | FormPolynomial,
): string {
  const work = new Work(parts);
  const chart = plainChart(family.size, work);
  const { process, pace } = linearProcess(family, chart, work);
  const generator = new Generator(process, work);
  const { form, degree, size } = formOf(corrector, chart, work);
  const whole = commonDenominator([form]);
  const n = degree / 2;
  const drift = total([
    productIn(powerIn(chart.square, n, work), scaled(generator.ofLogarithm(), whole), work),
    generator.ofWeighted(scaled(form, whole), rational(-n)),
  ]);
  const margin = times(entryMargin(family, degree, size), times(pace, whole));
  const allowed = scaled(powerIn(chart.square, n + 2, work), margin);
  if (!isNegativeForm(total([scaled(drift, sideOf(claim)), allowed]), chart.atoms, degree + 4)) {
    throw new NotFollowed(`Q + 𝓛φ is not shown to be ${wanted[claim]} in every direction`);
  }
  return `Q + 𝓛φ is ${wanted[claim]} in every direction, so the set is ${claim}`;
}

const wanted: Readonly<Record<Claim, string>> = { attractive: 'negative', repelling: 'positive' };

/** What turns the wanted sign into a negative one. */
function sideOf(claim: Claim): Rational {
  return rational(claim === 'attractive' ? 1 : -1);
}

/** Correctors with thousands of modes take millions of products. */
const parts = 1000;

/** p, its degree and a bound of |φ|. */
function formOf(corrector: FourierPolynomial | FormPolynomial, chart: Chart, work: Work) {
  if (!('degree' in corrector)) {
    if (chart.atoms.length !== 2) throw malformed('corrector.basis', 'fourier', 'form, unless k = 2');
    const form = inPlainCoordinates(corrector, chart, work);
    return { form, degree: 2 * corrector.real.length, size: sizeOfDerivative(corrector, 0) };
  }
  const { degree, coefficients } = corrector;
  // counted before they are listed: the degree is only a claim of the certificate
  const expected = monomialCount(chart.atoms.length, degree);
  if (BigInt(coefficients.length) !== expected) {
    throw malformed('corrector.coefficients', `${coefficients.length} entries`, `${expected}`);
  }
  const terms = exponentsOf(chart.atoms.length, degree).map((exponents, at) => ({
    coefficient: coefficients[at],
    powers: powersOf(chart.atoms, exponents),
  }));
  return { form: polynomialOf(terms), degree, size: sumOf(coefficients.map(absolute)) };
}

/** C(degree + size − 1, size − 1) */
function monomialCount(size: number, degree: number): bigint {
  let count = 1n;
  for (let i = 1n; i < BigInt(size); i++) count = (count * (BigInt(degree) + i)) / i;
  return count;
}

/**
 * What entries off by their radii can change. Along a great circle φ is a trigonometric polynomial of its degree D, so that by
 * Bernstein's inequality |∇φ| ≤ D sup|φ| and ‖∇²φ‖ ≤ D(D + 1) sup|φ| on the unit sphere; log‖y‖ adds 1 to both.
 */
function entryMargin(family: CheckedFamily, degree: number, size: Rational): Rational {
  const { radii } = family;
  if (!radii) return zero;
  const slope = plus(rational(1), times(rational(degree), size));
  const bend = plus(rational(1), times(rational(degree * (degree + 1)), size));
  const noise = times(rational(1, 2), noiseMargin(family, radii));
  return plus(times(times(rational(family.size), radii.curvature), slope), times(noise, bend));
}
