import {
  divided,
  type Enclosure,
  exact,
  magnitude,
  minus,
  negative,
  outward,
  plus,
  power,
  signOf,
  times,
} from '../../arithmetic/enclosure.js';
import { exponential, logarithm } from '../../arithmetic/enclosureFunctions.js';
import { compare, negated, type Rational, rational, toNumber } from '../../arithmetic/rational.js';

/**
 * E log|μ + σξ|, ξ standard normal, from enclosures of μ and σ²; null where it is not to be had.
 *
 * With s = μ²/(2σ²) it is ½ [log(2σ²) + Σ_j e^{−s} s^j/j! ψ(j + ½)] (logarithm of a noncentral χ² number), and
 * ψ(j + ½) = −γ − 2 log 2 + Σ_{i<j} 2/(2i + 1). The sum is cut where a Poisson(s) number hardly gets.
 */
export function meanLogNormal(mean: Enclosure, variance: Enclosure, bits: number): Enclosure | null {
  if (signOf(variance) === 0) return logarithm(magnitude(mean), bits);
  if (variance.lower.numerator <= 0n) return null;
  const ratio = divided(power(mean, 2, bits) as Enclosure, times(exact(rational(2)), variance));
  if (ratio === null || compare(ratio.upper, largestRatio) > 0) return null;
  // the average grows with s, so that its ends are those of s
  const low = averageDigamma(ratio.lower, bits);
  const high = compare(ratio.lower, ratio.upper) === 0 ? low : averageDigamma(ratio.upper, bits);
  const scale = logarithm(times(exact(rational(2)), variance), bits);
  if (low === null || high === null || scale === null) return null;
  const half = exact(rational(1, 2));
  return outward(times(half, plus(scale, { lower: low.lower, upper: high.upper })), bits);
}

/** Beyond this the series takes tens of thousands of terms; the noise is then below a hundredth of the mean. */
const largestRatio = rational(5000);

/** Euler's constant: the digits are cut, the next one is 3. */
const eulerGamma: Enclosure = {
  lower: rational(57721566490153286060651209008240243104215933593992n, 10n ** 50n),
  upper: rational(57721566490153286060651209008240243104215933593993n, 10n ** 50n),
};

/** E ψ(J + ½), J a Poisson(s) number. */
function averageDigamma(s: Rational, bits: number): Enclosure | null {
  const work = bits + 32;
  const weight = exponential(exact(negated(s)), work);
  const two = logarithm(exact(rational(2)), work);
  if (weight === null || two === null) return null;
  let probability = weight;
  let below = weight;
  let harmonic = exact(rational(0));
  let total = exact(rational(0));
  const last = Math.ceil(toNumber(s) + 12 * Math.sqrt(toNumber(s) * work) + work);
  for (let j = 1; j <= last; j++) {
    probability = outward(times(probability, exact(rational(s.numerator, s.denominator * BigInt(j)))), work);
    harmonic = outward(plus(harmonic, exact(rational(2, 2 * j - 1))), work);
    total = outward(plus(total, times(probability, harmonic)), work);
    below = outward(plus(below, probability), work);
    const rest = minus(exact(rational(1)), below);
    // what is left: Σ_{i<j'} 2/(2i+1) ≤ 2j', and E[J'; J' > j] ≤ s P(J' ≥ j)
    if (j > toNumber(s) && compare(rest.upper, rational(1n, 1n << BigInt(bits))) < 0) {
      const missed = times(exact(rational(2n * s.numerator, s.denominator)), plus(rest, probability));
      const centre = minus(negative(eulerGamma), times(exact(rational(2)), two));
      const sum = plus(total, { lower: rational(0), upper: missed.upper });
      return plus(centre, sum);
    }
  }
  return null;
}
