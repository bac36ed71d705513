import type { Estimate } from './estimate.js';
import { studentQuantile } from './quantiles.js';

/**
 * Growth per unit of time from trajectories stopped at different times: Σ growth / Σ duration.
 *
 * log-distance minus λt is a martingale up to a bounded corrector, so by optional stopping E[growth] = λ E[duration]
 * whatever the stopping rule, up to corrector/E[duration] (theory §4.3). The interval is the delta method's for a ratio,
 * with Student's quantile. `logGrowth` and `duration` hold one number a trajectory; those with duration 0 take no part.
 * Null when fewer than two trajectories take part.
 */
export function estimateGrowth(
  logGrowth: ArrayLike<number>,
  duration: ArrayLike<number>,
  level: number,
): Estimate | null {
  let n = 0;
  let growth = 0;
  let time = 0;
  for (let i = 0; i < duration.length; i++) {
    if (!(duration[i] > 0)) continue;
    n++;
    growth += logGrowth[i];
    time += duration[i];
  }
  if (n < 2) return null;
  const mean = growth / time;
  let squares = 0;
  for (let i = 0; i < duration.length; i++) {
    if (duration[i] > 0) squares += (logGrowth[i] - mean * duration[i]) ** 2;
  }
  const standardError = Math.sqrt((squares / (n - 1)) * n) / time;
  const reach = studentQuantile((1 + level) / 2, n - 1) * standardError;
  return { mean, standardError, interval: [mean - reach, mean + reach], level, samples: n };
}
