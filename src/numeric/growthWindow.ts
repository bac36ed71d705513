/** A trajectory that starts near a set and is watched until it leaves the neighbourhood, reaches the floor, or the end. */
export interface WatchedTrajectory {
  /** log-distance at the recorded steps; NaN after the trajectory stopped */
  readonly recorded: Float64Array;
  readonly stoppedAt: number;
  readonly stoppedLog: number;
}

/** What enters the exponent: for each trajectory the growth of log-distance and the time it took, in units of t. */
export interface GrowthSample {
  readonly logGrowth: readonly number[];
  readonly duration: readonly number[];
}

/**
 * The part of each watched trajectory that the exponent is measured on: from a burn-in until it stops, or until a common
 * end.
 *
 * With one parameter log-distance near the set is a random walk, and everything from the start until the trajectory
 * stops is used (Wald's identity: stopping where log-distance has moved far leaves the ratio of means unbiased). Else
 * log-distance has drift Q(u) along a direction u that must forget its start first, and a trajectory that leaves the
 * neighbourhood does so in a direction that favours leaving: the ratio of means is off by E[φ(u at the start of the
 * window) − φ(u at its end)] / E[duration], φ the corrector of theory §4.3. So the window ends no later than the time by
 * which `stoppedShare` of the trajectories have stopped, and its first half is burn-in: the first term decays like the
 * memory of the direction over the burn-in, the second is at most stoppedShare · osc φ / E[duration].
 */
export function growthSample(
  trajectories: readonly WatchedTrajectory[],
  recordedSteps: readonly number[],
  dt: number,
  dimension: number,
): GrowthSample {
  const last = recordedSteps.length - 1;
  let end = last;
  let begin = 0;
  if (dimension > 1 && trajectories.length > 0) {
    const stops = trajectories.map(({ stoppedAt }) => stoppedAt).sort((a, b) => a - b);
    const bound = stops[Math.floor(stoppedShare * stops.length)];
    while (end > 0 && recordedSteps[end] > bound) end--;
    begin = end;
    while (begin > 0 && recordedSteps[begin] > recordedSteps[end] / 2) begin--;
  }
  const logGrowth: number[] = [];
  const duration: number[] = [];
  for (const { recorded, stoppedAt, stoppedLog } of trajectories) {
    if (stoppedAt <= recordedSteps[begin]) continue;
    const isStopped = stoppedAt <= recordedSteps[end];
    logGrowth.push((isStopped ? stoppedLog : recorded[end]) - recorded[begin]);
    duration.push((Math.min(stoppedAt, recordedSteps[end]) - recordedSteps[begin]) * dt);
  }
  return { logGrowth, duration };
}

/** The window may end in a stop for one trajectory in ten. */
const stoppedShare = 0.1;

/** Steps at which watched trajectories are recorded: 0, then a geometric sequence that ends with the last step. */
export function recordingSteps(steps: number): number[] {
  const recorded = new Set<number>([steps]);
  for (let step = steps; step >= 1; step /= Math.SQRT2) recorded.add(Math.round(step));
  return [0, ...[...recorded].sort((a, b) => a - b)];
}
