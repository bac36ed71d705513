import type { BatchTransform } from './batchTransform.js';

/**
 * E log(M/m) for a multiplier M that stays within `radius` of its mean m, radius ≤ |m|/4 (theory §6).
 *
 * @param radius |M − m| beyond it has negligible probability
 */
export function meanLogAroundMean(transform: BatchTransform, mean: number, radius: number): number {
  if (radius === 0) return 0;
  const ratio = radius / mean;
  const coefficients = Float64Array.from({ length: orders }, (_, k) => (k === 0 ? 0 : -((-ratio) ** k) / k));
  return meanOfPowerSeries(transform, coefficients, mean, radius);
}

/** E log(sin(MΔ/2)/(MΔ/2)) where |MΔ/2| ≤ 1: the power series −Σ_k ζ(2k)/(k π^{2k}) z^{2k}. */
export function meanLogSinc(transform: BatchTransform, step: number): number {
  const coefficients = new Float64Array(orders);
  for (let k = 1; 2 * k < orders; k++) coefficients[2 * k] = -zetaOfEven(k) / (k * Math.PI ** (2 * k));
  return meanOfPowerSeries(transform, coefficients, 0, 2 / step);
}

/** Terms left out are below (1/4)^34 and (1/π)^34. */
const orders = 34;
/** Radius of the contour: large enough that k!/ρ^k does not amplify rounding, small enough that e^ρ does not. */
const contourRadius = 8;
/** Points on the contour; the first moment that aliases is divided by 64! ≫ 8^64. */
const contourPoints = 64;

/** E Σ_k c_k Y^k, Y = (M − centre)/scale, from E Y^k = k!/ρ^k · (1/2π) ∫ E e^{ρ e^{iα} Y} e^{−ikα} dα. */
function meanOfPowerSeries(
  transform: BatchTransform,
  coefficients: Float64Array,
  centre: number,
  scale: number,
): number {
  let sum = 0;
  for (let point = 0; point <= contourPoints / 2; point++) {
    const angle = (2 * Math.PI * point) / contourPoints;
    const re = (contourRadius * Math.cos(angle)) / scale;
    const im = (contourRadius * Math.sin(angle)) / scale;
    transform.evaluate(re, im, centre);
    // the lower half of the contour is the conjugate of the upper
    const share = (point === 0 || point === contourPoints / 2 ? 1 : 2) / contourPoints;
    let factor = 1;
    for (let k = 0; k < coefficients.length; k++) {
      if (k > 0) factor *= k / contourRadius;
      const turned = transform.real * Math.cos(k * angle) + transform.imaginary * Math.sin(k * angle);
      sum += share * coefficients[k] * factor * turned;
    }
  }
  return sum;
}

function zetaOfEven(k: number): number {
  let sum = 1;
  for (let n = 2; n < 400; n++) {
    const term = n ** (-2 * k);
    sum += term;
    if (term < Number.EPSILON / 100) return sum;
  }
  // only ζ(2) and ζ(4) come here: the rest is an integral with its first corrections
  return sum + 400 ** (1 - 2 * k) / (2 * k - 1) + 400 ** (-2 * k) / 2 + (k / 6) * 400 ** (-2 * k - 1);
}
