/** z ~ N(m, S) in the plane, in the principal axes of S: coordinate 1 along the larger deviation. */
export interface PlanarNormal {
  readonly mean: readonly [number, number];
  /** s₁ ≥ s₂ ≥ 0 */
  readonly deviations: readonly [number, number];
  /** angle of axis 1 */
  readonly axis: number;
}

/** The law of m + Σ_j ξ_j b_j. Its smaller deviation comes from cross products, so that parallel b_j give 0 exactly. */
export function planarNormal(mean: readonly [number, number], noise: readonly (readonly [number, number])[]) {
  let xx = 0;
  let xy = 0;
  let yy = 0;
  let determinant = 0;
  for (const [j, [x, y]] of noise.entries()) {
    xx += x * x;
    xy += x * y;
    yy += y * y;
    for (let i = 0; i < j; i++) determinant += (noise[i][0] * y - noise[i][1] * x) ** 2;
  }
  const larger = Math.sqrt((xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy));
  const axis = Math.atan2(2 * xy, xx - yy) / 2;
  const [cosine, sine] = [Math.cos(axis), Math.sin(axis)];
  return {
    mean: [cosine * mean[0] + sine * mean[1], cosine * mean[1] - sine * mean[0]],
    deviations: [larger, larger === 0 ? 0 : Math.min(larger, Math.sqrt(determinant) / larger)],
    axis,
  } satisfies PlanarNormal;
}

/**
 * E log|z|. The logarithm is an integral of exponentials, log Q = ∫ (e^{−t} − e^{−tQ}) dt/t, whose means are known for
 * Q = |z|²: E e^{−tQ} = Π_i (1 + 2t s_i²)^{−½} exp(−t m_i²/(1 + 2t s_i²)). Nothing is singular, however close to 0 z comes;
 * the trapezoidal rule in log t converges geometrically.
 */
export function meanLogNorm({ mean: [m1, m2], deviations: [s1, s2] }: PlanarNormal): number {
  if (s1 === 0) return Math.log(Math.hypot(m1, m2));
  const scale = m1 * m1 + m2 * m2 + s1 * s1 + s2 * s2;
  const [square1, square2] = [(m1 * m1) / scale, (m2 * m2) / scale];
  const [variance1, variance2] = [(2 * s1 * s1) / scale, (2 * s2 * s2) / scale];
  let sum = 0;
  for (let x = firstLogarithm; x <= lastLogarithm; x += logarithmStep) {
    const t = Math.exp(x);
    const [one, two] = [1 + t * variance1, 1 + t * variance2];
    const transform = Math.exp(-t * (square1 / one + square2 / two)) / Math.sqrt(one * two);
    sum += Math.exp(-t) - transform;
    if (transform < negligible && t > 1) break;
  }
  return (Math.log(scale) + logarithmStep * sum) / 2;
}

/** The integrand is analytic for |Im log t| < π/2: errors of e^{−π²/0.2}. */
const logarithmStep = 0.2;
/** Q is scaled to mean 1, so that the integrand starts with t². */
const firstLogarithm = -20;
/** A normal number on a line through 0 decays slowest, like t^{−½}. */
const lastLogarithm = 80;
const negligible = 1e-17;
