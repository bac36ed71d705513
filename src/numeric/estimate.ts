/** A measured number with its interval. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  /** confidence level of the interval; 1 for an enclosure */
  readonly level: number;
  /** how many independent observations (trajectories, batches) it rests on */
  readonly samples: number;
}
