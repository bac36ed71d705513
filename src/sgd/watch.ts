import type { WatchedTrajectory } from '../numeric/growthWindow.js';
import type { RandomStream } from '../numeric/random.js';

/** One replica: where it starts, what it draws from, and who looks at it after every step. */
export interface Replica {
  readonly start: Float64Array;
  readonly stream: RandomStream;
  readonly watcher: EscapeWatcher | NearWatcher;
}

export interface WatchSettings {
  readonly distanceOf: (theta: ArrayLike<number>) => number;
  /** the distance below which float32 shows rounding */
  readonly resolutionOf: (theta: ArrayLike<number>) => number;
  readonly epsilon: number;
  readonly recordedSteps: readonly number[];
}

interface Watcher<Kind, Outcome> {
  readonly kind: Kind;
  /** looks at θ after a step, in the order of the steps from 0 on */
  see(step: number, theta: ArrayLike<number>): void;
  /** whether nothing that comes can change the outcome */
  isDone(): boolean;
  outcome(): Outcome;
}

/** A replica from the model's start to the horizon. */
export interface EscapeOutcome {
  readonly end: 'off' | 'on' | 'floorReached' | 'diverged';
  /** log-distance at the recorded steps; ±Infinity from the floor or a divergence on, NaN where it was not reached */
  readonly series: Float64Array;
}

export type EscapeWatcher = Watcher<'escape', EscapeOutcome>;
export type NearWatcher = Watcher<'near', WatchedTrajectory>;

export function watchEscape({ distanceOf, resolutionOf, epsilon, recordedSteps }: WatchSettings): EscapeWatcher {
  const series = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let end: EscapeOutcome['end'] = 'off';
  const isDone = (): boolean => end === 'floorReached' || end === 'diverged';
  const finish = (outcome: 'floorReached' | 'diverged'): void => {
    end = outcome;
    series.fill(outcome === 'diverged' ? Infinity : -Infinity, next);
  };
  return {
    kind: 'escape',
    see(step, theta) {
      if (isDone()) return;
      if (hasDiverged(theta)) finish('diverged');
      else {
        const distance = distanceOf(theta);
        if (distance < resolutionOf(theta)) finish('floorReached');
        else {
          if (step === recordedSteps[next]) series[next++] = Math.log(distance);
          end = distance < epsilon ? 'on' : 'off';
        }
      }
    },
    isDone,
    outcome: () => ({ end, series }),
  };
}

export function watchNear({ distanceOf, resolutionOf, epsilon, recordedSteps }: WatchSettings): NearWatcher {
  const recorded = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let stopped = false;
  let stoppedAt = 0;
  let stoppedLog = 0;
  return {
    kind: 'near',
    see(step, theta) {
      if (stopped) return;
      const distance = hasDiverged(theta) ? divergenceRadius : distanceOf(theta);
      stoppedAt = step;
      stoppedLog = Math.log(Math.max(distance, Number.MIN_VALUE));
      if (step === recordedSteps[next]) recorded[next++] = stoppedLog;
      stopped = distance > epsilon || distance < resolutionOf(theta);
    },
    isDone: () => stopped,
    outcome: () => ({ recorded, stoppedAt, stoppedLog }),
  };
}

/** A replica beyond this has left every bound. */
const divergenceRadius = 1e6;

function hasDiverged(theta: ArrayLike<number>): boolean {
  for (let j = 0; j < theta.length; j++) if (!(Math.abs(theta[j]) <= divergenceRadius)) return true;
  return false;
}
