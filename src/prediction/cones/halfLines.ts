import { normalDistribution } from '../../numeric/quantiles.js';
import { largestOf } from '../interval.js';
import { familyAlong, sgdAlong } from '../linearisation/alongDirection.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import type { Exponent, Process } from '../prediction.js';
import {
  scalarChainExponent,
  scalarMultiplier,
  scalarSdeExponent,
  scalarSgdExponent,
  scalarsOf,
} from '../scalarExponents.js';

/** What a step does to a point of a ray: how fast it grows, and with which probability it ends on the opposite ray. */
export interface RayStep {
  readonly growth: Exponent;
  readonly leaving: number;
}

/**
 * A process along a ray that it stays on but for changes of sign (theory §5, §6): `direction`, k numbers, is a common
 * eigenvector of all matrices of the cone that holds the ray. Null where the growth or the chance is no sum or integral.
 */
export function stepOnRay(
  { family, sgd }: Pick<EvaluatedLinearisation, 'family' | 'sgd'>,
  direction: readonly number[],
  process: Process,
): RayStep | null {
  const along = familyAlong(family, direction);
  switch (process.kind) {
    case 'sde':
      return { growth: scalarSdeExponent(along), leaving: 0 };
    case 'eulerMaruyama': {
      const { curvature, square } = scalarsOf(along);
      const deviation = Math.sqrt(process.dt * family.learningRate * square);
      const leaving = negativeShare(1 - process.dt * curvature, deviation);
      return { growth: scalarChainExponent(along, process.dt), leaving };
    }
    case 'sgd': {
      if (sgd === null) return null;
      const one = sgdAlong(sgd, direction);
      const law = scalarMultiplier(one);
      const growth = law && scalarSgdExponent(one);
      if (law === null || law.kind === 'student' || growth === null || !Number.isFinite(growth.value)) return null;
      if (law.kind === 'gaussian') return { growth, leaving: negativeShare(law.mean, law.deviation) };
      const { values, variances, sharedVariance, batch } = law.multiplier;
      const isFixed = sharedVariance === 0 && variances.every((variance) => variance === 0);
      // a mean of positive multipliers is positive, whatever the batch
      if (isFixed && Math.min(...values) > 0) return { growth, leaving: 0 };
      if (batch !== 1 || law.sampling === 'epochs') return null;
      const shares = values.map((value, i) => negativeShare(value, Math.sqrt(variances[i] + sharedVariance)));
      return { growth, leaving: shares.reduce((sum, share) => sum + share, 0) / shares.length };
    }
  }
}

/**
 * The exponent of a process on the two half-lines beside a kink: that of the Markov chain of its side. Where it does not
 * change sides within `steps`, each start sees the rate of its own side: the larger is the value, and the interval holds both.
 */
export function exponentOnHalfLines(up: RayStep, down: RayStep, steps: number): Exponent {
  const turnover = up.leaving + down.leaving;
  if (!(turnover * steps > 1)) return amongEnds([up.growth, down.growth]);
  const share = down.leaving / turnover;
  const mixed = (first: number, second: number): number => share * first + (1 - share) * second;
  const margin = roundings * (Math.abs(up.growth.value) + Math.abs(down.growth.value));
  return {
    value: mixed(up.growth.value, down.growth.value),
    interval: [
      mixed(up.growth.interval[0], down.growth.interval[0]) - margin,
      mixed(up.growth.interval[1], down.growth.interval[1]) + margin,
    ],
    level: Math.min(up.growth.level, down.growth.level),
    method: up.growth.method,
  };
}

/** What starts see that end on different rays: the largest rate is the value, and the interval holds all. */
export function amongEnds(ends: readonly Exponent[]): Exponent {
  const largest = largestOf(ends);
  return { ...largest, interval: [Math.min(...ends.map(({ interval }) => interval[0])), largest.interval[1]] };
}

/** P(mean + deviation·ξ < 0), ξ standard normal. */
function negativeShare(mean: number, deviation: number): number {
  return deviation === 0 ? Number(mean < 0) : normalDistribution(-mean / deviation);
}

/** Relative rounding of the shares. */
const roundings = 1e-13;
