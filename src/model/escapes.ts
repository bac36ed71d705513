import { wilsonInterval } from '../numeric/statistics.js';
import { decisiveLevel, type Evidence } from './evidence.js';

/** How a trajectory, or a replica in training, went from its start to the horizon. */
export interface EscapeOutcome {
  readonly end: 'off' | 'on' | 'floorReached' | 'diverged';
  /** log-distance at the recorded steps; ±Infinity from the floor or a divergence on, NaN where it was not reached */
  readonly series: Float64Array;
}

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
    fraction: wilsonInterval(count('on', 'floorReached'), escapes.length, decisiveLevel),
    diverged: count('diverged'),
    floorReached: count('floorReached'),
  };
}
