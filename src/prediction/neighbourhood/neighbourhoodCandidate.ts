import { type Rational, toNumber } from '../../arithmetic/rational.js';
import type { WeightText } from './neighbourhoodCertificate.js';

/** W = r^exponent g, lower ≤ g ≤ upper, and the radius up to which doubles find that 𝓛W ≤ −rate W. */
export interface Candidate {
  readonly exponent: Rational;
  readonly rate: Rational;
  readonly weight: WeightText;
  readonly bounds: readonly [Rational, Rational];
  readonly radius: number;
}

/** log C (r/δ)^p, r the distance and δ the radius. */
export function logBound({ exponent, bounds }: Candidate, distance: number, radius: number): number {
  return Math.log(toNumber(bounds[1]) / toNumber(bounds[0])) + toNumber(exponent) * Math.log(distance / radius);
}
