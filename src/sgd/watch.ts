import { divergenceRadius, type EscapeOutcome, type PassageSteps } from '../model/escapes.js';
import { notPassed, type PassageRadii, passedAt, passedBefore } from '../model/passages.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';

/** One replica: where it starts, what it draws from, and who looks at it after every step. */
export interface Replica {
  readonly start: Float64Array;
  readonly stream: ReplicaStream;
  readonly watcher: EscapeWatcher | NearWatcher;
}

/** What a watcher has seen, as plain data. */
export interface WatcherState {
  readonly due: number;
  /** steps that were recorded, and what of them */
  readonly next: number;
  readonly recorded: Float64Array;
  /** how a free replica stands */
  readonly end: EscapeOutcome['end'];
  readonly passages: PassageSteps;
  /** what was gained by rescaling one near the set */
  readonly gained: number;
}

/** A replica that runs freely: where it is at a few steps, and how it ends. */
export interface EscapeWatcher {
  readonly kind: 'escape';
  /** the next step that is to be looked at */
  due: number;
  save(): WatcherState;
  restore(state: WatcherState): void;
  /** looks at θ after a step, in the order of the steps from 0 on */
  see(step: number, theta: ArrayLike<number>): void;
  outcome(): EscapeOutcome;
}

/** A replica kept very near the set: its distance is rescaled and its direction kept whenever it would leave. */
export interface NearWatcher {
  readonly kind: 'near';
  due: number;
  save(): WatcherState;
  restore(state: WatcherState): void;
  /** as above; returns the factor that the distance from the set is to be multiplied by, 1 where it is left alone */
  see(step: number, theta: ArrayLike<number>): number;
  /** log-distance at the recorded steps as if it had never been rescaled, NaN where they were not reached */
  outcome(): Float64Array;
}

/** Distances between which a replica is left alone, and the one it is rescaled to. */
export interface NearBand {
  readonly start: number;
  readonly below: number;
  readonly above: number;
  /** steps between two looks, but for the recorded ones: more than one where a distance may leave the band by decades */
  readonly period: number;
}

/** Steps that may pass before a replica is looked at; what happens then would have happened a few steps before. */
export const longestPeriod = 8;

/** The next multiple of the period, or recorded step, after a step. */
function after(step: number, period: number, recorded: number | undefined): number {
  return Math.min(period * (Math.floor(step / period) + 1), recorded ?? Infinity);
}

type Distance = (theta: ArrayLike<number>) => number;

/** What a replica counts as on the set by, and the steps at which its distance is kept. */
export interface EscapeSettings extends PassageRadii {
  readonly distanceOf: Distance;
  /** the distance below which the arithmetic shows rounding; 0 where a step from the set leaves it */
  readonly resolutionOf: Distance;
  readonly recordedSteps: readonly number[];
}

/** Watches one replica from its start to the set, to the end of its steps, or out of bounds. */
export function watchEscape({ distanceOf, resolutionOf, recordedSteps, ...radii }: EscapeSettings): EscapeWatcher {
  const series = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let end: EscapeOutcome['end'] = 'off';
  let passages = notPassed;
  const finish = (outcome: 'floorReached' | 'diverged'): void => {
    end = outcome;
    if (next === 0) passages = passedBefore(end);
    series.fill(outcome === 'diverged' ? Infinity : -Infinity, next);
    watcher.due = Infinity;
  };
  const watcher: EscapeWatcher = {
    kind: 'escape',
    due: 0,
    see(step, theta) {
      const distance = distanceOf(theta);
      const isFloor = distance < resolutionOf(theta);
      const since = step - recordedSteps[0];
      if (since >= 0) passages = passedAt(passages, since, isFloor ? 0 : distance, radii);
      if (hasDiverged(theta)) return finish('diverged');
      if (isFloor) return finish('floorReached');
      if (step === recordedSteps[next]) series[next++] = Math.log(distance);
      end = distance < radii.epsilon ? 'on' : 'off';
      watcher.due = after(step, longestPeriod, recordedSteps[next]);
    },
    save: () => ({ due: watcher.due, next, recorded: series.slice(), end, passages, gained: 0 }),
    restore(state) {
      ({ next, end, passages } = state);
      watcher.due = state.due;
      series.set(state.recorded);
    },
    outcome: () => ({ end, series, passages }),
  };
  return watcher;
}

/**
 * Watches one replica that is kept in a band of distances, and adds up by how much its log-distance would have
 * changed.
 */
export function watchNear(
  distanceOf: Distance,
  { start, below, above, period }: NearBand,
  recordedSteps: readonly number[],
): NearWatcher {
  const recorded = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let gained = 0;
  const watcher: NearWatcher = {
    kind: 'near',
    due: 0,
    see(step, theta) {
      if (hasDiverged(theta)) {
        watcher.due = Infinity;
        return 1;
      }
      const distance = distanceOf(theta);
      // exactly on the set it stays there: a growth of −∞ is cut off at the smallest number
      while (step === recordedSteps[next]) recorded[next++] = gained + Math.log(Math.max(distance, Number.MIN_VALUE));
      watcher.due = after(step, period, recordedSteps[next]);
      if ((distance >= below && distance <= above) || distance === 0) return 1;
      const factor = start / distance;
      gained -= Math.log(factor);
      return factor;
    },
    save: () => ({ due: watcher.due, next, recorded: recorded.slice(), end: 'off', passages: notPassed, gained }),
    restore(state) {
      ({ next, gained } = state);
      watcher.due = state.due;
      recorded.set(state.recorded);
    },
    outcome: () => recorded,
  };
  return watcher;
}

function hasDiverged(theta: ArrayLike<number>): boolean {
  for (let j = 0; j < theta.length; j++) if (!(Math.abs(theta[j]) <= divergenceRadius)) return true;
  return false;
}
