import { erfc } from '../arithmetic/errorFunction.js';

/** x with P(standard normal ≤ x) = p, to about 1e-15 relative. Throws RangeError unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: ${p} is not between 0 and 1`);
  if (p > 0.5) return -normalQuantile(1 - p);
  // a start good to three digits, then Halley steps on the distribution itself
  const t = Math.sqrt(-2 * Math.log(p));
  let x = -(
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  );
  for (let i = 0; i < 4; i++) {
    const error = (normalDistribution(x) - p) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}

/** P(standard normal ≤ x). */
export function normalDistribution(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** x with P(Student's t with `degrees` degrees of freedom ≤ x) = p, for 0 < p < 1 and degrees ≥ 1. */
export function studentQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (!(p < 1 && degrees >= 1)) throw new RangeError(`studentQuantile: p = ${p}, degrees = ${degrees}`);
  if (degrees > manyDegrees) return normalQuantile(p);
  // ν/(ν + t²) has a beta distribution
  const share = betaQuantile(2 * (1 - p), degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - share)) / share);
}

/** Beyond this the normal quantile differs by less than 1e-6 of itself at level 0.999. */
const manyDegrees = 1e7;

/** x with P(beta of parameters a and b ≤ x) = p, for 0 < p < 1, a and b > 0; to 1e-15. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  while (high - low > Number.EPSILON * high) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return (front * value) / a;
}

/** log Γ(x) for x > 0: Stirling's series after shifting x beyond 10. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += Math.log(y);
    y += 1;
  }
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}
