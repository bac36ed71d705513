/**
 * E log|m + s ξ| for ξ ~ N(0, 1): what one step multiplies the normal coordinate by, on average, when the multiplier is
 * Gaussian (theory §6; label noise on the full batch, and the Euler–Maruyama chain).
 *
 * (m + s ξ)²/s² is a noncentral chi-square variable of one degree of freedom, a Poisson mixture of central ones, and
 * E log χ²_{2j+1} = log 2 + ψ(j + ½). So with a = m/s the logarithmic singularity never has to be sampled:
 *   E log|a + ξ| = ½ log 2 + ½ Σ_j e^{−a²/2} (a²/2)^j / j! · ψ(j + ½).
 *
 * @param mean m, any finite number
 * @param standardDeviation s ≥ 0; s = 0 gives log|m|, −∞ at m = 0
 * @returns nats; absolute error below `logarithmRounding` times 1 + |log s| (or 1 + |log|m|| for |m| ≥ 9 s)
 */
export function meanLogAbsoluteNormal(mean: number, standardDeviation: number): number {
  const ratio = Math.abs(mean) / standardDeviation;
  if (standardDeviation === 0 || ratio > negligibleNoise) return Math.log(Math.abs(mean));
  if (ratio >= asymptoticRatio) return Math.log(Math.abs(mean)) - asymptoticCorrection(ratio);
  return Math.log(standardDeviation) + poissonMixture(ratio);
}

/** A bound of the rounding error of `meanLogAbsoluteNormal`, relative to the size of the logarithms in it. */
export const logarithmRounding = 4e-15;

/** From here on the asymptotic series reaches its smallest term, about e^{−a²/2} = 3e-18, before it diverges. */
const asymptoticRatio = 9;
/** Beyond this ratio 1/(2a²) is below the last bit of the logarithm. */
const negligibleNoise = 1e9;
/** ψ(½) = −γ − 2 log 2 */
const digammaOfHalf = -1.9635100260214235;

function poissonMixture(ratio: number): number {
  const intensity = (ratio * ratio) / 2;
  let weight = Math.exp(-intensity);
  let digamma = digammaOfHalf;
  let sum = weight * digamma;
  for (let j = 1; j <= intensity || weight * digamma > sum * Number.EPSILON * 0.01 || j < 4; j++) {
    weight *= intensity / j;
    digamma += 1 / (j - 0.5);
    sum += weight * digamma;
    if (weight === 0 && j > intensity) break;
  }
  return 0.5 * (Math.LN2 + sum);
}

/** Σ_{k ≥ 1} (2k − 1)!! / (2k a^{2k}), cut at its smallest term. */
function asymptoticCorrection(ratio: number): number {
  const inverseSquare = 1 / (ratio * ratio);
  let moment = 1;
  let sum = 0;
  for (let k = 1; (2 * k - 1) * inverseSquare < 1; k++) {
    moment *= (2 * k - 1) * inverseSquare;
    const term = moment / (2 * k);
    sum += term;
    if (term < sum * Number.EPSILON) break;
  }
  return sum;
}
