import { plus, power, type Rational, rational, times } from '../../arithmetic/rational.js';
import type { CheckedFamily } from './readCertificate.js';
import { frobeniusAbove } from './scaledMatrix.js';

/** Σ_j rate_j (2 ‖M_j‖ ε_j + ε_j²), ε_j = k·radius_j: how much Σ_j rate_j ‖M_j‖² can change within the entry radii (theory §4.3). */
export function noiseMargin({ size, noise }: CheckedFamily, radii: NonNullable<CheckedFamily['radii']>): Rational {
  return noise.reduce((sum, { rate, matrix }, j) => {
    const radius = times(rational(size), radii.noise[j]);
    const change = plus(times(times(rational(2n), frobeniusAbove(matrix)), radius), power(radius, 2));
    return plus(sum, times(rate, change));
  }, rational(0n));
}
