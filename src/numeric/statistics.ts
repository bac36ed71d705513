import type { Estimate } from './estimate.js';
import { normalQuantile, studentQuantile } from './quantiles.js';

/** A fraction with Wilson's interval; of no observations nothing is known: the mean is NaN and every fraction is possible. */
export function wilsonInterval(successes: number, n: number, level: number): Estimate {
  if (n === 0) return { mean: Number.NaN, standardError: Number.NaN, interval: [0, 1], level, samples: 0 };
  const z = normalQuantile((1 + level) / 2);
  const fraction = successes / n;
  const scale = 1 + (z * z) / n;
  const centre = (fraction + (z * z) / (2 * n)) / scale;
  const reach = (z / scale) * Math.sqrt((fraction * (1 - fraction)) / n + (z * z) / (4 * n * n));
  return {
    mean: fraction,
    standardError: Math.sqrt((fraction * (1 - fraction)) / n),
    interval: [successes === 0 ? 0 : centre - reach, successes === n ? 1 : centre + reach],
    level,
    samples: n,
  };
}

/** The mean of a correlated series: means of consecutive batches are nearly independent; Student's interval over them. */
export function batchMeans(values: ArrayLike<number>, batches: number, level: number): Estimate {
  const length = Math.floor(values.length / batches);
  if (length < 1 || batches < 2) throw new RangeError(`batchMeans: ${values.length} values in ${batches} batches`);
  const means = Array.from({ length: batches }, (_, b) => {
    let total = 0;
    for (let i = b * length; i < (b + 1) * length; i++) total += values[i];
    return total / length;
  });
  return meanEstimate(means, level);
}

/** The mean of independent observations with Student's interval. */
export function meanEstimate(values: ArrayLike<number>, level: number): Estimate {
  const n = values.length;
  const mean = meanOf(values);
  const standardError = Math.sqrt(varianceOf(values) / n);
  const reach = studentQuantile((1 + level) / 2, n - 1) * standardError;
  return { mean, standardError, interval: [mean - reach, mean + reach], level, samples: n };
}

export function meanOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total / values.length;
}

/** The unbiased variance (n − 1 below). */
export function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - mean) ** 2;
  return total / (values.length - 1);
}

/** Kolmogorov and Smirnov: the largest gap between the sample's distribution and a given one, and the p-value of that gap. */
export function kolmogorovSmirnov(
  values: ArrayLike<number>,
  distribution: (x: number) => number,
): { readonly statistic: number; readonly pValue: number } {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let statistic = 0;
  for (let i = 0; i < n; i++) {
    const p = distribution(sorted[i]);
    statistic = Math.max(statistic, p - i / n, (i + 1) / n - p);
  }
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * statistic;
  let pValue = 0;
  for (let j = 1; j <= 100; j++) pValue += 2 * (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * j * j * x * x);
  return { statistic, pValue: Math.min(1, Math.max(0, x < 0.2 ? 1 : pValue)) };
}
