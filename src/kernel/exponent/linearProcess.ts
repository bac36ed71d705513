import { negated, one, type Rational } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import type { Work } from '../notFollowed.js';
import { type Polynomial, scaled } from '../quotients/polynomial.js';
import type { Chart } from './chart.js';
import { commonDenominator, type PolynomialProcess, productIn, total } from './generator.js';
import type { CheckedFamily } from './readCertificate.js';

/** dy = −H y dt + Σ_j √rate_j M_j y dW_j in some coordinates, so many times faster that all coefficients are whole. */
export function linearProcess(
  { curvature, noise }: CheckedFamily,
  { atoms, point, components, square }: Chart,
  work: Work,
): { readonly process: PolynomialProcess; readonly pace: Rational } {
  const field = (matrix: RationalMatrix) =>
    components(matrix.map((row) => total(row.map((entry, j) => scaled(point[j], entry)))));
  const columns = noise.map(({ rate, matrix }) => ({ rate, column: field(matrix) }));
  const drift = field(curvature).map((component) => scaled(component, negated(one)));
  const covariance = atoms.map((_, i) =>
    atoms.map((__, j) => total(columns.map(({ rate, column }) => scaled(productIn(column[i], column[j], work), rate)))),
  );
  const pace = commonDenominator([...drift, ...covariance.flat()]);
  const quick = (part: Polynomial) => scaled(part, pace);
  const process = { atoms, square, drift: drift.map(quick), covariance: covariance.map((row) => row.map(quick)) };
  return { process, pace };
}
