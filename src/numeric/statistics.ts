import type { Estimate } from './estimate.js';
import { betaQuantile, studentQuantile } from './quantiles.js';

/**
 * A fraction with the interval of Clopper and Pearson (1934), which holds it with at least the level whatever it is: Wilson's
 * at level 0.999 holds a share of 0.006 in 97.6 % of all samples of 40 only. Of no observations nothing is known: the mean is
 * NaN and every fraction is possible.
 */
export function fractionInterval(successes: number, n: number, level: number): Estimate {
  if (n === 0) return { mean: Number.NaN, standardError: Number.NaN, interval: [0, 1], level, samples: 0 };
  const fraction = successes / n;
  const tail = (1 - level) / 2;
  return {
    mean: fraction,
    standardError: Math.sqrt((fraction * (1 - fraction)) / n),
    interval: [
      successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
      successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
    ],
    level,
    samples: n,
  };
}

/** The mean of independent observations with Student's interval. */
export function meanEstimate(values: ArrayLike<number>, level: number): Estimate {
  const n = values.length;
  const mean = meanOf(values);
  const standardError = Math.sqrt(varianceOf(values) / n);
  const reach = studentQuantile((1 + level) / 2, n - 1) * standardError;
  return { mean, standardError, interval: [mean - reach, mean + reach], level, samples: n };
}

/** The sum, from the first on. */
export function sumOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** The arithmetic mean; NaN of no values. */
export function meanOf(values: ArrayLike<number>): number {
  return sumOf(values) / values.length;
}

/** The unbiased variance (n − 1 below). */
export function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - mean) ** 2;
  return total / (values.length - 1);
}

/** The square root of varianceOf. */
export function deviationOf(values: ArrayLike<number>): number {
  return Math.sqrt(varianceOf(values));
}
