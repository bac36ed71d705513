/** What a normal number is multiplied by: a Student-t is one of variance (ν − 2)/χ²_ν, and of a normal number of its own. */
export interface StudentMultiplier {
  readonly mean: number;
  /** of the normal part */
  readonly deviation: number;
  /** of the Student-t part, which has this standard deviation */
  readonly heavyDeviation: number;
  /** ν > 2 */
  readonly degreesOfFreedom: number;
}

/**
 * The mean of f(deviation) over the standard deviations that a normal number is drawn with to be a Student-t, where f grows like
 * the power `order` < ν of its argument at most (0: like a logarithm), and a bound of its error but for rounding in f.
 *
 * With χ²_ν = ν e^u the density of u is proportional to e^{ν(u − e^u)/2} and f is analytic in the strip |Im u| < π/2: the
 * trapezoidal rule converges geometrically, and what every second point left out changes bounds what the others still do.
 * Null where the tail is too long, for orders next to ν.
 */
export function meanOverStudent(
  { deviation, heavyDeviation, degreesOfFreedom: nu }: StudentMultiplier,
  order: number,
  f: (deviation: number) => number,
): { readonly mean: number; readonly error: number } | null {
  const step = Math.min(widestStep, sharePerDeviation * Math.sqrt(2 / nu));
  const tail = 2 / ((nu - order) * step);
  const even = { weight: 0, sum: 0 };
  const all = { weight: 0, sum: 0, size: 0 };
  for (const side of [1, -1]) {
    for (let n = side === 1 ? 0 : 1; ; n++) {
      const u = side * n * step;
      const weight = Math.exp((nu / 2) * (u + 1 - Math.exp(u)));
      const term = weight * f(Math.hypot(deviation, heavyDeviation * Math.sqrt(((nu - 2) / nu) * Math.exp(-u))));
      if (!Number.isFinite(term) || n > mostPoints) return null;
      for (const rule of n % 2 === 0 ? [even, all] : [all]) {
        rule.weight += weight;
        rule.sum += term;
      }
      all.size += Math.abs(term);
      if (n > 1 && tail * weight < negligible * all.weight && tail * Math.abs(term) < negligible * all.size) break;
    }
  }
  const mean = all.sum / all.weight;
  return { mean, error: Math.abs(mean - even.sum / even.weight) + (4 * negligible * all.size) / all.weight };
}

/** Of points of the rule: every second of them leaves e^{−π²/(2 step)} = 1e-13. */
const widestStep = 1 / 6;
/** The same where many degrees of freedom make the density a narrow normal one. */
const sharePerDeviation = 0.4;
const negligible = 1e-17;
/** Some tens of milliseconds. */
const mostPoints = 20_000;
