/**
 * E|m + s ξ|^p for ξ ~ N(0, 1) and p > 0. (m + sξ)²/s² is a Poisson mixture of chi-square variables of 2j + 1 degrees of
 * freedom, so that with a = m/s
 *   E|a + ξ|^p = 2^{p/2} Σ_j e^{−a²/2} (a²/2)^j / j! · Γ(j + ½ + p/2)/Γ(j + ½),
 * a sum of positive terms; far from 0 the binomial series in 1/a² is shorter.
 *
 * @param standardDeviation s ≥ 0
 * @returns with a relative error below `momentRounding` (1 + p); NaN where both are beyond every double
 */
export function absoluteMoment(mean: number, standardDeviation: number, p: number): number {
  const ratio = Math.abs(mean) / standardDeviation;
  if (standardDeviation === 0 || ratio > negligibleNoise) return Math.abs(mean) ** p;
  if (Number.isNaN(ratio)) return Number.NaN;
  if (ratio >= seriesRatio * Math.sqrt(1 + p)) return Math.abs(mean) ** p * binomialSeries(ratio, p);
  return standardDeviation ** p * 2 ** (p / 2) * poissonMixture((ratio * ratio) / 2, p);
}

/** A bound of the relative rounding error of `absoluteMoment` over 1 + p. */
export const momentRounding = 1e-13;

const negligibleNoise = 1e9;
/** Here the series in 1/a² has fallen below the last bit long before it diverges, and e^{−a²/2} is far below it. */
const seriesRatio = 12;

/** Σ_k p(p − 1)…(p − 2k + 1)/(2^k k!) a^{−2k} */
function binomialSeries(ratio: number, p: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= mostTerms && Math.abs(term) > Number.EPSILON / 8; k++) {
    term *= ((p - 2 * k + 2) * (p - 2 * k + 1)) / (2 * k * ratio * ratio);
    sum += term;
  }
  return sum;
}

const mostTerms = 40;

function poissonMixture(intensity: number, p: number): number {
  // Γ(½ + p/2)/Γ(½) and a Poisson weight without e^{−intensity}, which may be below every double
  let term = gammaQuotient(p);
  let sum = 0;
  let logScale = -intensity;
  for (let j = 0; ; j++) {
    sum += term;
    if (j > intensity + p && term < sum * (Number.EPSILON / 64)) return sum * Math.exp(logScale);
    term *= (intensity / (j + 1)) * ((j + 0.5 + p / 2) / (j + 0.5));
    if (term > largestTerm) {
      term /= largestTerm;
      sum /= largestTerm;
      logScale += Math.log(largestTerm);
    }
  }
}

const largestTerm = 1e100;

/** Γ((1 + p)/2)/Γ(½) from Stirling's series behind the recurrence Γ(x) = Γ(x + n)/(x (x + 1) …). */
function gammaQuotient(p: number): number {
  let x = (1 + p) / 2;
  let product = 1;
  while (x < 12) product *= x++;
  const inverse = 1 / (x * x);
  const correction =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188))))) / x;
  return (Math.exp((x - 0.5) * Math.log(x) - x + correction) * Math.SQRT2) / product;
}
