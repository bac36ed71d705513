import { absolute, compare, type Rational, sumOf, times } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { malformed } from '../notFollowed.js';
import { inverse, product, transposed } from './matrices.js';
import type { CheckedFamily } from './readCertificate.js';

/**
 * The family in the coordinates T y. Entries of T M T⁻¹ are off by at most the radius times the largest row sum of |T| and the largest
 * column sum of |T⁻¹|. Throws NotFollowed when T is singular or of another size.
 */
export function changeOfBasis(family: CheckedFamily, transform: RationalMatrix): CheckedFamily {
  if (transform.length !== family.size) throw malformed('transform', 'has another size', `${family.size} rows`);
  const inverted = inverse(transform);
  const conjugate = (matrix: RationalMatrix) => product(product(transform, matrix), inverted);
  const stretch = times(largestSum(transform), largestSum(transposed(inverted)));
  return {
    ...family,
    curvature: conjugate(family.curvature),
    noise: family.noise.map(({ rate, matrix }) => ({ rate, matrix: conjugate(matrix) })),
    radii: family.radii && {
      curvature: times(stretch, family.radii.curvature),
      noise: family.radii.noise.map((radius) => times(stretch, radius)),
    },
  };
}

function largestSum(rows: RationalMatrix): Rational {
  return rows.map((row) => sumOf(row.map(absolute))).reduce((a, b) => (compare(a, b) < 0 ? b : a));
}
