import type { Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { familyAlong } from './linearisation/alongDirection.js';
import { evaluateLinearisation } from './linearisation/evaluatedLinearisation.js';
import { familyNorm, type LinearFamily } from './matrices/linearFamily.js';
import type { Prediction } from './prediction.js';
import { productExponent } from './products/matrixProduct.js';
import { eulerMaruyamaSampler } from './products/sgdMatrices.js';
import { scalarSdeExponent } from './scalarExponents.js';

/** How fast the direction of a trajectory forgets its start, and how far a growth rate may be off before it has. */
export interface Settling {
  /** the bias of a growth rate decays as e^{−rate·t} at least; per unit of t, > 0 */
  readonly rate: number;
  /** between the largest exponent and the smallest */
  readonly spread: number;
}

/**
 * The settling of directions near a set (theory §5). Along common eigenvectors the logarithm of the ratio of two components
 * is a Brownian motion of drift −γ and variance σ², γ the difference of their exponents, and a uniform start has ratios
 * above r with a chance like 1/r: the mean of min(1, ratio) decays at the rate γ − σ²/2, at γ²/2σ² where that is more
 * noise than drift. Elsewhere it is the difference of the two largest exponents of a short simulated product. Null where
 * nothing has to settle, or nothing ever does.
 */
export function settlingOf(
  model: Model,
  { set, linearisation }: Derivation,
  { directions }: Pick<Prediction, 'directions'>,
  seed: number,
): Settling | null {
  const family = linearisation && evaluateLinearisation(model, set.base, linearisation)?.family;
  if (!family || family.curvature.length === 1) return null;
  const found = directions === null ? simulated(family, seed) : alongDirections(family, directions);
  return found.rate > 0 && Number.isFinite(found.rate) && Number.isFinite(found.spread) ? found : null;
}

/**
 * The common eigenvectors along which log-distance walks with so nearly the largest exponent that over a time t noise does not
 * leave one of them ahead: those with γ²t below some σ² (theory §5). None where there is only one.
 */
export function tiedDirections(
  model: Model,
  { set, linearisation }: Derivation,
  { directions, baseMoves }: Pick<Prediction, 'directions' | 'baseMoves'>,
  time: number,
): readonly (readonly number[])[] {
  if (directions === null || directions.length < 2 || baseMoves || linearisation === null) return [];
  const family = evaluateLinearisation(model, set.base, linearisation)?.family;
  if (!family) return [];
  const parted = partingOf(family, directions);
  const isTied = parted.map(({ gap, variance }) => gap ** 2 * time <= deviationsAhead ** 2 * variance);
  const isApart = parted.some(({ variance }, i) => isTied[i] && variance > 0);
  return isApart ? directions.filter((_, i) => isTied[i]) : [];
}

/** Beyond so many the walk that is ahead stays so. */
const deviationsAhead = 3;

function alongDirections(family: LinearFamily, directions: readonly (readonly number[])[]): Settling {
  const parted = partingOf(family, directions);
  const rates = parted.flatMap(({ gap, variance }) =>
    gap === 0 ? [] : [gap > variance ? gap - variance / 2 : gap ** 2 / (2 * variance)],
  );
  return { rate: Math.min(...rates), spread: Math.max(...parted.map(({ gap }) => gap)) };
}

/** Drift −γ, as `gap`, and variance σ² of the logarithm of each component over that of the largest exponent. */
function partingOf(family: LinearFamily, directions: readonly (readonly number[])[]) {
  const all = directions.map((direction) => {
    const along = familyAlong(family, direction);
    return { exponent: scalarSdeExponent(along).value, noise: along.noise.map(([[entry]]) => entry) };
  });
  const top = all.reduce((best, one) => (one.exponent > best.exponent ? one : best));
  return all.map(({ exponent, noise }) => ({
    gap: top.exponent - exponent,
    variance: family.learningRate * noise.reduce((sum, entry, j) => sum + (entry - top.noise[j]) ** 2, 0),
  }));
}

function simulated(family: LinearFamily, seed: number): Settling {
  const dt = step / Math.max(familyNorm(family), Number.MIN_VALUE);
  const { spectrum } = productExponent(() => eulerMaruyamaSampler(family, dt), { seed, budget: steps, spectrum: true });
  const values = (spectrum ?? []).map(({ value }) => value);
  return { rate: values[0] - values[1], spread: values[0] - values[values.length - 1] };
}

/** Times the norm of the family: its first-order error is a hundredth. */
const step = 0.01;
/** Some tenths of a second. */
const steps = 2 ** 16;
