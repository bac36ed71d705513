import type { Estimate } from '../numeric/estimate.js';
import type { Histogram } from '../numeric/histogram.js';

export type { Estimate };

/** What was measured; sde/ and sgd/ both return it and neither knows what was predicted. */
export interface Evidence {
  readonly process: 'sde' | 'sgd';
  readonly method: 'nonlinear' | 'linearised' | 'block';
  /** samples that each step of the SDE drew for drift and covariance; null where it took all */
  readonly subsample: number | null;
  readonly backend: 'float64' | 'tfjs-node' | 'tfjs-wasm' | 'tfjs-cpu';
  /** fraction of trajectories within epsilon of the set at the horizon; Clopper–Pearson interval */
  readonly fraction: Estimate;
  /** growth of log-distance per unit of t, from trajectories while they are near the set; null when none moved near it */
  readonly exponent: Estimate | null;
  readonly trajectories: number;
  /** step in units of t = η·step (for SGD: η) */
  readonly dt: number;
  readonly horizon: number;
  /** trajectories that left every bound (|θ| beyond 1e6 or not finite) */
  readonly diverged: number;
  /** trajectories whose distance fell below what the arithmetic resolves; they count as on the set */
  readonly floorReached: number;
  /** what was completed before an interruption; 1 when complete */
  readonly completed: number;
  /** the steps after which replicas in single precision part from doubles that draw the same; null where all is in doubles */
  readonly parting: Parting | null;
  /** log-distances at the horizon of trajectories above what is resolved that did not diverge; null where these are equal */
  readonly distances: Histogram | null;
  /** directions near the set in codimension 2, as angles modulo π (see normalAngle); null elsewhere and where not kept */
  readonly directions: Histogram | null;
  /** first passage times, in t from where the series begins; null where none ran from the start, or some were cut short */
  readonly passages: Passages | null;
  /** how the trajectories went, at a few times, for plots */
  readonly series: readonly SeriesPoint[];
}

/** When single precision parts from doubles: farther from them than a hundredth of their distance from the set. */
export interface Parting {
  /** how many replicas were followed in doubles too */
  readonly replicas: number;
  /** the step after which half of them have parted; null where fewer do */
  readonly median: number | null;
}

/** First passage times of an ensemble; what did not pass before the horizon is censored there. */
export interface Passage {
  readonly radius: number;
  /** the share that passed; Clopper–Pearson interval */
  readonly share: Estimate;
  /** trajectories that did not pass: their times are known to be above the horizon only */
  readonly censored: number;
  /** the share that had passed by each time of the series */
  readonly shares: readonly number[];
  /** of the time, ∞ for what did not pass: the order statistics between which the median lies; ends may be infinite */
  readonly median: { readonly value: number; readonly interval: readonly [number, number] };
  /** of the time cut off at the horizon; null where too few passed for an interval */
  readonly mean: Estimate | null;
}

/** Both passages of an ensemble. */
export interface Passages {
  /** the first time that the distance is below epsilon */
  readonly within: Passage;
  /** the first time that it is above the stated radius */
  readonly leaving: Passage;
}

/** The ensemble at one time: natural logarithms of the distance to the set, and how many are within epsilon of it. */
export interface SeriesPoint {
  /** in units of η·step */
  readonly t: number;
  readonly median: number;
  /** at 5, 25, 75 and 95 % */
  readonly quantiles: readonly number[];
  readonly fraction: number;
}

/** What every measurement takes: where its randomness comes from, who is told, and who may end it. */
export interface RunOptions {
  /** a whole number in [0, 2⁵³) */
  readonly seed: number;
  /** called with the share done, from 0 to 1 */
  readonly onProgress?: (fraction: number) => void;
  /** when aborted, what was done is returned, with `completed` below 1 */
  readonly signal?: AbortSignal | undefined;
}

/** What a measurement of a set takes beside that. */
export interface MeasureOptions extends RunOptions {
  /**
   * measures the exponent of one block alone: independent rows of k numbers in orthonormal normal coordinates, whose span
   * trajectories near the set are kept in
   */
  readonly subspace?: readonly (readonly number[])[];
}

/** The level of every interval that decides a verdict (interface: one false alarm in ten runs of a hundred rows at most). */
export const decisiveLevel = 0.999;
