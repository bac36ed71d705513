import type { Estimate } from './estimate.js';
import { estimateGrowth } from './growth.js';
import { meanEstimate } from './statistics.js';

/** When log-distances were recorded: where the measurement begins, its middle and its end, in units of t. */
export type MeasuredTimes = readonly [number, number, number];

/**
 * The growth of log-distance per unit of t near a set, after a burn-in.
 *
 * `recorded`: one triple of log-distances a trajectory, NaN where it did not last. The interval allows for `rounding`, an
 * error of the growth, and for a growth that still changes along the trajectories: without noise, or with little, chance
 * does not hide what they remember of their start. Null where fewer than two trajectories lasted, or none of them moved:
 * the leading order vanishes there.
 */
export function measuredGrowth(
  recorded: readonly ArrayLike<number>[],
  [begin, middle, end]: MeasuredTimes,
  rounding: number,
  level: number,
): Estimate | null {
  const lasting = recorded.filter((logs) => !Number.isNaN(logs[2]));
  if (lasting.every((logs) => logs[0] === logs[2])) return null;
  const estimate = estimateGrowth(
    lasting.map((logs) => logs[2] - logs[0]),
    lasting.map(() => end - begin),
    level,
  );
  if (estimate === null) return null;
  const changes = lasting.map((logs) => (logs[2] - logs[1]) / (end - middle) - (logs[1] - logs[0]) / (middle - begin));
  const change = begin === 0 ? 0 : noticeable(meanEstimate(changes, level));
  const allowance = changeFactor * change + rounding;
  const [low, high] = estimate.interval;
  return { ...estimate, interval: [low - allowance, high + allowance] };
}

/**
 * The steps after which log-distance is recorded. With one parameter log-distance is a random walk from the start; else
 * the direction, and the base point, must forget theirs first: the first half is burn-in.
 */
export function measuredSteps(steps: number, dimension: number): [number, number, number] {
  const begin = dimension === 1 ? 0 : Math.floor(steps / 2);
  return [begin, Math.ceil((begin + steps) / 2), steps];
}

/** The size of a mean that chance alone is unlikely to give, else 0. */
function noticeable({ mean, standardError }: Estimate): number {
  return Math.abs(mean) > unlikely * standardError ? Math.abs(mean) : 0;
}

/** In standard errors; chance gives one interval in two hundred an allowance that it does not need. */
const unlikely = 3;

/**
 * The bias of a memory that decays exponentially is at most twice the difference between the two halves of the
 * measurement once it has decayed by a factor of 3 over the burn-in, which is as long.
 */
const changeFactor = 2;
