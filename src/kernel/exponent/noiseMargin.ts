import { plus, power, type Rational, rational, sumOf, times } from '../../arithmetic/rational.js';
import { frobeniusAbove } from './matrices.js';
import type { CheckedFamily } from './readCertificate.js';

/** Σ_j rate_j (2 ‖M_j‖ ε_j + ε_j²), ε_j = k·radius_j: how much Σ_j rate_j ‖M_j‖² can change within the entry radii (theory §4.3). */
export function noiseMargin({ size, noise }: CheckedFamily, radii: NonNullable<CheckedFamily['radii']>): Rational {
  const changes = noise.map(({ rate, matrix }, j) => {
    const radius = times(rational(size), radii.noise[j]);
    return times(rate, plus(times(times(rational(2), frobeniusAbove(matrix)), radius), power(radius, 2)));
  });
  return sumOf(changes);
}
