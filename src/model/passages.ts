import { normalQuantile } from '../numeric/quantiles.js';
import { fractionInterval, meanEstimate } from '../numeric/statistics.js';
import type { EscapeOutcome, PassageSteps } from './escapes.js';
import { decisiveLevel, type Passage, type Passages } from './evidence.js';

/** The distances whose first passages are watched. */
export interface PassageRadii {
  /** a trajectory passes within once its distance is below this */
  readonly epsilon: number;
  /** and leaves once it is not below or at this */
  readonly radius: number;
}

/** What a trajectory has passed once its distance after a step is known; a distance that is not a number has left. */
export function passedAt(
  passed: PassageSteps,
  step: number,
  distance: number,
  { epsilon, radius }: PassageRadii,
): PassageSteps {
  const [within, leaving] = passed;
  const comesWithin = within === Infinity && distance < epsilon;
  const leaves = leaving === Infinity && !(distance <= radius);
  return comesWithin || leaves ? [comesWithin ? step : within, leaves ? step : leaving] : passed;
}

/** No passage was seen yet. */
export const notPassed: PassageSteps = [Infinity, Infinity];

/** Passages of what had ended before it was watched: what diverged is gone, all else is on the set. */
export function passedBefore(end: EscapeOutcome['end']): PassageSteps {
  return end === 'diverged' ? [Infinity, 0] : [0, Infinity];
}

/**
 * Sums up first passages. `timeOf` a number of steps is the time since the series began, of Infinity Infinity; `times` are
 * those of the series, the horizon the last. Null of no trajectories.
 */
export function passagesOf(
  escapes: readonly EscapeOutcome[],
  { epsilon, radius }: PassageRadii,
  timeOf: (steps: number) => number,
  times: readonly number[],
): Passages | null {
  if (escapes.length === 0) return null;
  const horizon = times[times.length - 1];
  const of = (which: 0 | 1, distance: number): Passage => {
    const sorted = Float64Array.from(escapes, ({ passages }) => timeOf(passages[which])).sort();
    // times ascend, and the last is the horizon
    let passed = 0;
    const shares = times.map((time) => {
      while (sorted[passed] <= time) passed++;
      return passed / sorted.length;
    });
    const cutOff = sorted.map((time) => Math.min(time, horizon));
    return {
      radius: distance,
      share: fractionInterval(passed, sorted.length, decisiveLevel),
      censored: sorted.length - passed,
      shares,
      median: medianOf(sorted),
      mean: passed < fewestPassed ? null : meanEstimate(cutOff, decisiveLevel),
    };
  };
  return { within: of(0, epsilon), leaving: of(1, radius) };
}

/** Of fewer times Student's interval does not hold: most values are the horizon itself. */
const fewestPassed = 20;

/** The median with those order statistics at which the share below is not told from a half by the score test. */
function medianOf(sorted: Float64Array): Passage['median'] {
  const n = sorted.length;
  const reach = (normalQuantile((1 + decisiveLevel) / 2) * Math.sqrt(n)) / 2;
  const [low, high] = [Math.floor(n / 2 - reach), Math.ceil(n / 2 + reach)];
  const value = (sorted[Math.ceil(n / 2) - 1] + sorted[Math.floor(n / 2)]) / 2;
  return { value, interval: [low < 1 ? 0 : sorted[low - 1], high >= n ? Infinity : sorted[high]] };
}
