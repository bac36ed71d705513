import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, rational, times } from '../../arithmetic/rational.js';
import type { CheckedFamily } from './readCertificate.js';
import { inverse, product, type ScaledMatrix, transposed } from './scaledMatrix.js';

/**
 * The family in the coordinates T y. Entries of T M T⁻¹ are off by at most the radius times the largest row sum of |T| and the largest
 * column sum of |T⁻¹|. Throws InputError when T is singular or of another size.
 */
export function changeOfBasis(family: CheckedFamily, transform: ScaledMatrix): CheckedFamily {
  if (transform.entries.length !== family.size) {
    throw new InputError('transform', 'has another size', `${family.size} rows`);
  }
  const inverted = inverse(transform);
  const conjugate = (matrix: ScaledMatrix) => product(product(transform, matrix), inverted);
  const stretch = times(largestRowSum(transform), largestRowSum(transposed(inverted)));
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

function largestRowSum({ entries, denominator }: ScaledMatrix): Rational {
  let largest = 0n;
  for (const row of entries) {
    const sum = row.reduce((total, x) => total + (x < 0n ? -x : x), 0n);
    if (sum > largest) largest = sum;
  }
  return rational(largest, denominator);
}
