import type { RandomStream } from './random.js';

/**
 * √((ν − 2)/χ²_ν): what a vector of normal numbers is multiplied by to be a multivariate Student-t of ν > 2 degrees of
 * freedom and the same covariance. From uniform numbers alone, so that the normal ones of a stream stay where they are;
 * χ²_ν is twice a gamma variable of shape ν/2 (Marsaglia and Tsang 2000).
 */
export function studentScale(stream: Pick<RandomStream, 'uniform'>, degreesOfFreedom: number): number {
  const d = degreesOfFreedom / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(stream.uniform()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) {
      return Math.sqrt((degreesOfFreedom - 2) / (2 * d * v));
    }
  }
}
