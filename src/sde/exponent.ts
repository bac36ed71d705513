import { decisiveLevel, type Estimate } from '../model/evidence.js';
import { estimateGrowth } from '../numeric/growth.js';
import { meanEstimate } from '../numeric/statistics.js';
import type { NearOutcome } from './nearTrajectory.js';
import type { TrajectoryPlan } from './trajectory.js';

/**
 * The growth of log-distance per unit of t near a set, after a burn-in, at the level that decides verdicts.
 *
 * The interval allows for rounding, and for a growth that still changes along the trajectories: without noise, or with
 * little, chance does not hide what they remember of their start. Null where fewer than two trajectories lasted, or none
 * of them moved: the leading order vanishes there.
 */
export function measureExponent(
  trajectories: readonly NearOutcome[],
  { kernel, near }: TrajectoryPlan,
): Estimate | null {
  const [begin, middle, end] = near.recordedSteps.map((step) => step * kernel.dt);
  const lasting = trajectories.map(({ recorded }) => recorded).filter((recorded) => !Number.isNaN(recorded[2]));
  if (lasting.every(([first, , last]) => first === last)) return null;
  const estimate = estimateGrowth(
    lasting.map(([first, , last]) => last - first),
    lasting.map(() => end - begin),
    decisiveLevel,
  );
  if (estimate === null) return null;
  const changes = lasting.map(
    ([first, half, last]) => (last - half) / (end - middle) - (half - first) / (middle - begin),
  );
  const change = begin === 0 ? 0 : noticeable(meanEstimate(changes, decisiveLevel));
  const allowance = changeFactor * change + (roundings * near.rounding) / kernel.dt;
  const [low, high] = estimate.interval;
  return { ...estimate, interval: [low - allowance, high + allowance] };
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

/** Roundings of a step that show in log-distance: a few in the sums, in the step's own terms, and in the distance. */
const roundings = 16;
