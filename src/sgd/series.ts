import type { Evidence } from '../model/evidence.js';
import type { EscapeOutcome } from './watch.js';

/** Steps at which the distances of replicas are recorded: from 0 to the last step, evenly. */
export function seriesSteps(steps: number): number[] {
  const count = Math.min(seriesLength, steps);
  return Array.from({ length: count + 1 }, (_, i) => Math.round((i * steps) / count));
}

/** About this many times are recorded for plots. */
const seriesLength = 50;

/** The median over replicas of log-distance at the recorded steps, as far as it is finite; t in units of η·step. */
export function medianSeries(
  escapes: readonly EscapeOutcome[],
  recordedSteps: readonly number[],
  learningRate: number,
): Evidence['series'] {
  return recordedSteps.flatMap((step, i) => {
    const sorted = escapes.map(({ series }) => series[i]).sort((a, b) => a - b);
    const logDistance = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
    return Number.isFinite(logDistance) ? [{ t: step * learningRate, logDistance }] : [];
  });
}
