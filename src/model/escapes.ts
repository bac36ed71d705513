import { type Histogram, histogram } from '../numeric/histogram.js';
import { fractionInterval } from '../numeric/statistics.js';
import { decisiveLevel, type Evidence } from './evidence.js';

/** How a trajectory, or a replica in training, went from its start to the horizon. */
export interface EscapeOutcome {
  readonly end: 'off' | 'on' | 'floorReached' | 'diverged';
  /** log-distance at the recorded steps; ±Infinity from the floor or a divergence on, NaN where it was not reached */
  readonly series: Float64Array;
  /** first passages, in steps from the first recorded one on */
  readonly passages: PassageSteps;
  /** θ at the recorded steps, d doubles each, where it was asked for; NaN from the floor or a divergence on */
  readonly points?: Float64Array;
}

/** Steps at which a trajectory first was within and first had left; ∞ where it was not seen to. */
export type PassageSteps = readonly [within: number, leaving: number];

/** What is beyond this has left every bound. */
export const divergenceRadius = 1e6;

/** The steps after which log-distance is recorded for plots: from 0 to the last one, evenly. */
export function seriesSteps(steps: number): number[] {
  const count = Math.min(seriesLength, steps);
  return Array.from({ length: count + 1 }, (_, i) => Math.round((i * steps) / count));
}

/** About this many times. */
const seriesLength = 50;

/** How many ended where; what fell below what the arithmetic resolves counts as on the set. */
export function endsOf(escapes: readonly EscapeOutcome[]): Pick<Evidence, 'fraction' | 'diverged' | 'floorReached'> {
  const count = (...ends: EscapeOutcome['end'][]): number => escapes.filter(({ end }) => ends.includes(end)).length;
  return {
    fraction: fractionInterval(count('on', 'floorReached'), escapes.length, decisiveLevel),
    diverged: count('diverged'),
    floorReached: count('floorReached'),
  };
}

/**
 * How the trajectories went, for plots: at each time the median and quantiles of log-distance and the fraction within
 * epsilon. What fell below what is resolved, and what left every bound, stands at these bounds; what was not reached is
 * left out.
 */
export function seriesOf(
  escapes: readonly EscapeOutcome[],
  times: readonly number[],
  epsilon: number,
  resolution: number,
): Evidence['series'] {
  const [lowest, highest] = [Math.log(Math.max(resolution, Number.MIN_VALUE)), Math.log(divergenceRadius)];
  return times.flatMap((t, i) => {
    const logs = escapes.map(({ series }) => series[i]).filter((value) => !Number.isNaN(value));
    if (logs.length === 0) return [];
    const sorted = logs.map((value) => Math.min(Math.max(value, lowest), highest)).sort((a, b) => a - b);
    const quantile = (share: number): number => {
      const at = share * (sorted.length - 1);
      const below = Math.floor(at);
      return sorted[below] + (at - below) * (sorted[Math.ceil(at)] - sorted[below]);
    };
    const fraction = logs.filter((value) => value < Math.log(epsilon)).length / logs.length;
    return [{ t, median: quantile(0.5), quantiles: seriesQuantiles.map(quantile), fraction }];
  });
}

/** Log-distances at the last recorded step, but for what fell below what is resolved or diverged; null where all are equal. */
export function distancesOf(escapes: readonly EscapeOutcome[], resolution: number): Histogram | null {
  const lowest = Math.log(Math.max(resolution, Number.MIN_VALUE));
  const logs = escapes.map(({ series }) => series[series.length - 1]);
  const seen = logs.filter((value) => value > lowest && value < Infinity);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  return high > low ? histogram(seen, low, high, distanceCells) : null;
}

/** Enough to see a shape in, with some tens of trajectories a cell where the mass is. */
const distanceCells = 24;

/** The shares that the quantiles of a series leave below them. */
export const seriesQuantiles: readonly number[] = [0.05, 0.25, 0.75, 0.95];
