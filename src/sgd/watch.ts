import { divergenceRadius, type EscapeOutcome } from '../model/escapes.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';

/** One replica: where it starts, what it draws from, and who looks at it after every step. */
export interface Replica {
  readonly start: Float64Array;
  readonly stream: ReplicaStream;
  readonly watcher: EscapeWatcher | NearWatcher;
}

/** A replica that runs freely: where it is at a few steps, and how it ends. */
export interface EscapeWatcher {
  readonly kind: 'escape';
  /** looks at θ after a step, in the order of the steps from 0 on */
  see(step: number, theta: ArrayLike<number>): void;
  outcome(): EscapeOutcome;
}

/** A replica kept very near the set: its distance is rescaled and its direction kept whenever it would leave. */
export interface NearWatcher {
  readonly kind: 'near';
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
}

type Distance = (theta: ArrayLike<number>) => number;

/** What a replica counts as on the set by, and the steps at which its distance is kept. */
export interface EscapeSettings {
  readonly distanceOf: Distance;
  /** the distance below which the arithmetic shows rounding; 0 where a step from the set leaves it */
  readonly resolutionOf: Distance;
  readonly epsilon: number;
  readonly recordedSteps: readonly number[];
}

/** Watches one replica from its start to the set, to the end of its steps, or out of bounds. */
export function watchEscape({ distanceOf, resolutionOf, epsilon, recordedSteps }: EscapeSettings): EscapeWatcher {
  const series = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let end: EscapeOutcome['end'] = 'off';
  const finish = (outcome: 'floorReached' | 'diverged'): void => {
    end = outcome;
    series.fill(outcome === 'diverged' ? Infinity : -Infinity, next);
  };
  return {
    kind: 'escape',
    see(step, theta) {
      if (end === 'floorReached' || end === 'diverged') return;
      if (hasDiverged(theta)) return finish('diverged');
      const distance = distanceOf(theta);
      if (distance < resolutionOf(theta)) return finish('floorReached');
      if (step === recordedSteps[next]) series[next++] = Math.log(distance);
      end = distance < epsilon ? 'on' : 'off';
    },
    outcome: () => ({ end, series }),
  };
}

/**
 * Watches one replica that is kept in a band of distances, and adds up by how much its log-distance would have
 * changed.
 */
export function watchNear(
  distanceOf: Distance,
  { start, below, above }: NearBand,
  recordedSteps: readonly number[],
): NearWatcher {
  const recorded = new Float64Array(recordedSteps.length).fill(Number.NaN);
  let next = 0;
  let gained = 0;
  let lost = false;
  return {
    kind: 'near',
    see(step, theta) {
      lost ||= hasDiverged(theta);
      if (lost) return 1;
      const distance = distanceOf(theta);
      // exactly on the set it stays there: a growth of −∞ is cut off at the smallest number
      while (step === recordedSteps[next]) recorded[next++] = gained + Math.log(Math.max(distance, Number.MIN_VALUE));
      if ((distance >= below && distance <= above) || distance === 0) return 1;
      const factor = start / distance;
      gained -= Math.log(factor);
      return factor;
    },
    outcome: () => recorded,
  };
}

function hasDiverged(theta: ArrayLike<number>): boolean {
  for (let j = 0; j < theta.length; j++) if (!(Math.abs(theta[j]) <= divergenceRadius)) return true;
  return false;
}
