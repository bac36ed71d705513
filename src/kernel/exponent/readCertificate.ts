import { dividedBy, isZero, type Rational, sign, times, zero } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { malformed } from '../notFollowed.js';
import { count, each, object, rationals, rationalText } from '../readJson.js';
import type { FourierPolynomial } from './trigonometric.js';

/** The sign that is claimed: attractive says that λ < 0. */
export type Claim = 'attractive' | 'repelling';

/** dy = −H y dt + Σ_j √rate_j M_j y dW_j: rate_j = η weight_j. */
export interface CheckedFamily {
  readonly size: number;
  readonly curvature: RationalMatrix;
  readonly noise: readonly { readonly rate: Rational; readonly matrix: RationalMatrix }[];
  readonly radii: { readonly curvature: Rational; readonly noise: readonly Rational[] } | null;
}

/** A form, its coefficients in descending lexicographic order of the exponents. */
export interface FormPolynomial {
  readonly degree: number;
  readonly coefficients: readonly Rational[];
}

/** The claim of a certificate. Throws NotFollowed for another version of it. */
export function readClaim({ version, claim }: Readonly<Record<string, unknown>>): Claim {
  if (version !== 1) throw malformed('version', 'unknown', '1');
  if (claim !== 'attractive' && claim !== 'repelling') throw malformed('claim', 'unknown', 'attractive or repelling');
  return claim;
}

/** The family of a certificate, numbers exact. Throws NotFollowed where the JSON has another shape. */
export function readFamily(json: unknown): CheckedFamily {
  const family = object(json, 'family');
  const curvature = squareMatrix(family.curvature, 'family.curvature');
  const size = curvature.length;
  const learningRate = nonNegative(family.learningRate, 'family.learningRate');
  const noise = each(family.noise, 'family.noise', (entry, where) => {
    const { weight, matrix: rows } = object(entry, where);
    const rate = times(learningRate, nonNegative(weight, `${where}.weight`));
    const matrix = squareMatrix(rows, `${where}.matrix`);
    if (matrix.length !== size) throw malformed(`${where}.matrix`, 'has another size', `${size} rows`);
    return { rate, matrix };
  });
  return {
    size,
    curvature,
    noise,
    radii: family.radii === null ? null : readRadii(family.radii, noise.length),
  };
}

function readRadii(json: unknown, count: number): NonNullable<CheckedFamily['radii']> {
  const radii = object(json, 'family.radii');
  const noise = each(radii.noise, 'family.radii.noise', nonNegative);
  if (noise.length !== count) throw malformed('family.radii.noise', `${noise.length} entries`, `${count}`);
  return { curvature: nonNegative(radii.curvature, 'family.radii.curvature'), noise };
}

/** Reads a corrector of either basis. Throws NotFollowed where the JSON has another shape. */
export function readCorrector(json: unknown, where: string): FourierPolynomial | FormPolynomial {
  const { basis, degree: power, denominator, ...lists } = object(json, where);
  const numbers = (name: string) => overDenominator(lists[name], denominator, `${where}.${name}`);
  if (basis === 'form') {
    const degree = count(power, `${where}.degree`);
    if (degree % 2 !== 0) throw malformed(`${where}.degree`, 'is odd', 'an even degree');
    return { degree, coefficients: numbers('coefficients') };
  }
  if (basis !== 'fourier') throw malformed(`${where}.basis`, 'unknown', 'fourier or form');
  const [real, imaginary] = ['real', 'imaginary'].map(numbers);
  if (real.length !== imaginary.length) throw malformed(where, 'real and imaginary differ in length');
  return { constant: zero, real, imaginary };
}

/** Numbers over a denominator, all written as text. Throws NotFollowed. */
export function overDenominator(json: unknown, denominator: unknown, where: string): Rational[] {
  const below = nonNegative(denominator, `${where}.denominator`);
  const numbers = rationals(json, where);
  if (isZero(below)) throw malformed(`${where}.denominator`, 'is not positive');
  if (numbers.length > longestCorrector) throw malformed(where, 'is too long', `at most ${longestCorrector}`);
  return numbers.map((x) => dividedBy(x, below));
}

/** A rational, written as text, that is not negative. Throws NotFollowed. */
export function nonNegative(json: unknown, where: string): Rational {
  const value = rationalText(json, where);
  if (sign(value) < 0) throw malformed(where, 'is negative', '0 or more');
  return value;
}

/** A square matrix of rationals, of at most eight rows. Throws NotFollowed where the JSON has another shape. */
export function squareMatrix(json: unknown, where: string): Rational[][] {
  const rows = each(json, where, rationals);
  if (rows.length === 0 || rows.some((row) => row.length !== rows.length)) {
    throw malformed(where, 'is not square', 'k rows of k entries, k ≥ 1');
  }
  if (rows.length > largestSize) throw malformed(where, `${rows.length} rows`, `at most ${largestSize}`);
  return rows;
}

/** Larger ones only cost time. */
const largestSize = 8;

/** A corrector of more modes or coefficients only costs time. */
const longestCorrector = 4096;
