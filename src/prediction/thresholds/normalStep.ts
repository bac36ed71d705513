import type { Expression } from '../../expression/syntax/expression.js';
import { logarithmRounding, meanLogAbsoluteNormal } from '../batches/labelNoiseQuadrature.js';
import type { Growth } from './growthRanges.js';

type Interval = readonly [number, number];

/**
 * E log|m + σξ| of a step that multiplies by a normal number of mean m and variance σ² > 0 (theory §6).
 *
 * It grows with |m|. With σ it falls to where |m|/σ is the t at which tG(t) = 1, and then grows: so its extremes over ranges of both
 * lie at their ends or there. Its slope is (G(t)/σ) m′ + ((1 − tG(t))/2σ²) (σ²)′, t = m/σ and G(t) = E 1/(t + ξ) in the sense of Cauchy.
 */
export function normalStep(mean: Expression, variance: Expression): Growth {
  return {
    formulas: [mean, variance],
    value([m, square]) {
      if (!(square[0] > 0)) return null;
      const [small, large] = sizes(m);
      const [s1, s2] = square.map(Math.sqrt);
      const least = Math.min(s2, Math.max(s1, small / turn));
      return outward([
        meanLogAbsoluteNormal(small, least),
        Math.max(meanLogAbsoluteNormal(large, s1), meanLogAbsoluteNormal(large, s2)),
      ]);
    },
    slope([m, square], [ofMean, ofSquare]) {
      if (!(square[0] > 0)) return null;
      const t = quotient(m, square.map(Math.sqrt) as [number, number]);
      const overDeviation = quotient(pullRange(t), square.map(Math.sqrt) as [number, number]);
      const overVariance = quotient(bendRange(sizes(t)), [2 * square[0], 2 * square[1]]);
      const [first, second] = [times(overDeviation, ofMean), times(overVariance, ofSquare)];
      return outward([first[0] + second[0], first[1] + second[1]]);
    },
  };
}

/** Where tG(t) is 1, and G has its maximum. */
const turn = 1.3069297277;
/** Where 1 − tG(t) has its minimum. */
const deepest = 2.1241137879;

/** G(t) over a range: odd, it rises to `turn` and falls beyond. */
function pullRange([low, high]: Interval): Interval {
  const ends = [pull(low), pull(high)];
  const inside = [-turn, turn].filter((t) => low < t && t < high).map(pull);
  return outward([Math.min(...ends, ...inside), Math.max(...ends, ...inside)]);
}

/** 1 − tG(t) over a range of |t|: from 1 at 0 down to `deepest`, then up to 0. */
function bendRange([low, high]: Interval): Interval {
  const bend = (t: number): number => 1 - t * pull(t);
  const all = [bend(low), bend(high), ...(low < deepest && deepest < high ? [bend(deepest)] : [])];
  return outward([Math.min(...all), Math.max(...all)]);
}

/** G(t) = √2 D(t/√2), D Dawson's function, by Rybicki's sum, whose error is e^{−(π/2h)²}. */
function pull(t: number): number {
  const x = Math.abs(t) / Math.SQRT2;
  const middle = 2 * Math.round((x / spacing - 1) / 2) + 1;
  let sum = 0;
  for (let n = middle - widest; n <= middle + widest; n += 2) sum += Math.exp(-((x - n * spacing) ** 2)) / n;
  return Math.sign(t) * Math.SQRT2 * (sum / Math.sqrt(Math.PI));
}

const spacing = 0.2;
/** Terms further from the largest are below the last digit. */
const widest = 32;

function sizes([low, high]: Interval): Interval {
  const [a, b] = [Math.abs(low), Math.abs(high)];
  return low < 0 && high > 0 ? [0, Math.max(a, b)] : [Math.min(a, b), Math.max(a, b)];
}

function times([a, b]: Interval, [c, d]: Interval): Interval {
  const all = [a * c, a * d, b * c, b * d];
  return [Math.min(...all), Math.max(...all)];
}

/** By positive numbers. */
function quotient(a: Interval, [low, high]: Interval): Interval {
  return times(a, [1 / high, 1 / low]);
}

/** With a margin for rounding, and for the digits of `turn` and `deepest`. */
function outward([low, high]: Interval): Interval {
  const margin = (value: number): number => roundings * logarithmRounding * (1 + Math.abs(value));
  return [low - margin(low), high + margin(high)];
}

const roundings = 16;
