import { decisiveLevel } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import { meanEstimate, meanOf } from '../../numeric/statistics.js';
import { addBatch, addHessian } from '../../numeric/unitHessians.js';
import { sdeExponentOnCircle } from '../circle/circle.js';
import { exactFamily, familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import { reducedNoise } from '../matrices/reducedNoise.js';
import type { Exponent } from '../prediction.js';
import { type MeanOptions, meanGrowth } from '../products/growthMean.js';
import { effectiveRate, type UnitCurvature, type UnitTraining } from './unitCurvature.js';
import { addMean, type MeanHessian } from './unitHessians.js';
import { UnitWalker } from './unitWalker.js';

/** How many steps a path may take. */
export type UnitEffort = Pick<MeanOptions, 'budget' | 'relativeWidth' | 'enoughSteps'>;

/** For an exponent itself. */
export const thorough: UnitEffort = { budget: 2 ** 16, relativeWidth: 0.1, enoughSteps: 2 ** 14 };
/** For its sign alone. */
export const cursory: UnitEffort = { budget: 2 ** 13, relativeWidth: Infinity };

/**
 * λ of the linearised SDE normal to a unit's set, with H and the C_j of the steps, per unit of t = η·step (theory §5); with
 * momentum β that of the SDE with η/(1 − β) in place of η, in its time.
 *
 * The interval knows how much H differs between the stretches of training that it is a mean over. In two coordinates the
 * solver on the circle tells λ, in more, or where that cannot, paths in short steps do.
 */
export function unitExponent(
  curvature: UnitCurvature,
  training: UnitTraining,
  seed: number,
  effort: UnitEffort = thorough,
): Exponent {
  const isPlane = curvature.inputs + curvature.outputs === 2;
  const found = (isPlane ? solved(curvature, training) : null) ?? walked(curvature, training, seed, effort);
  const {
    value,
    interval: [low, high],
    ...others
  } = found;
  const speed = 1 / (1 - training.momentum);
  return { ...others, value: speed * value, interval: [speed * low, speed * high] };
}

/**
 * By the solver on the circle; the jackknife over the stretches takes out what chance in H adds to λ, a convex function of it.
 * Null where it does not enclose λ closely.
 */
function solved(curvature: UnitCurvature, training: UnitTraining): Exponent | null {
  const { means } = curvature;
  const noise = noiseOf(curvature, training);
  const exponentOf = (stretches: readonly MeanHessian[]) => {
    const matrix = meanMatrix(pooled(stretches), training.weightDecay);
    const family: LinearFamily = { curvature: matrix, noise, learningRate: effectiveRate(training) };
    return { ...sdeExponentOnCircle(exactFamily(family)), norm: familyNorm(family) };
  };
  const whole = exponentOf(means);
  const reach = whole.interval[1] - whole.interval[0];
  if (reach > closely * whole.norm) return null;
  const n = means.length;
  const without = means.map((_, r) => exponentOf(means.filter((__, i) => i !== r)));
  const { mean, interval } = meanEstimate(
    without.map(({ value }) => n * whole.value - (n - 1) * value),
    decisiveLevel,
  );
  return {
    value: mean,
    interval: [interval[0] - reach, interval[1] + reach],
    level: decisiveLevel,
    method: whole.method,
  };
}

/** Relative to the norm of H and the noise: what paths do not tell better. */
const closely = 1e-4;

/** By paths; λ moves with H by −uᵀ δH u along them, to first order. */
function walked(curvature: UnitCurvature, training: UnitTraining, seed: number, effort: UnitEffort): Exponent {
  const mean = pooled(curvature.means);
  const walkers: UnitWalker[] = [];
  const walkerOf = (walker: number): UnitWalker => {
    const stream = randomStream(fold(seed, branches.unitExponent), walker);
    walkers.push(new UnitWalker(curvature, mean, training, stream));
    return walkers[walkers.length - 1];
  };
  const { duration } = new UnitWalker(curvature, mean, training, randomStream(seed, 0));
  const kind = { rates: 1, duration, period: 1, rounding: 0 };
  const { rates, level } = meanGrowth(walkerOf, kind, effort);
  const moved = curvature.means.map((_, r) => meanOf(walkers.map((walker) => walker.responseTo(r))));
  const reach = meanEstimate(moved, decisiveLevel).interval[1] - meanOf(moved);
  const [{ value, interval }] = rates;
  return { value, interval: [interval[0] - reach, interval[1] + reach], level, method: 'simulation' };
}

/** The mean over several stretches of training. */
function pooled(means: readonly MeanHessian[]): MeanHessian {
  const over = (parts: readonly Float64Array[]): Float64Array =>
    parts[0].map((_, k) => meanOf(parts.map((part) => part[k])));
  const own = means.flatMap((mean) => mean.own ?? []);
  return {
    own: own.length === means.length ? over(own) : null,
    cross: over(means.map(({ cross }) => cross)),
  };
}

/** As few C_j of two coordinates as make the noise of the steps. */
function noiseOf({ steps }: UnitCurvature, { labelNoise }: UnitTraining): number[][][] {
  const batches = steps.map(({ losses }) => matrixOf((y, out) => addBatch(losses, 1, y, out)));
  const mean = Float64Array.from({ length: 4 }, (_, k) => meanOf(batches.map((matrix) => matrix[k])));
  const scale = 1 / Math.sqrt(Math.max(1, steps.length - 1));
  const labels = steps.flatMap(({ perOutput }) =>
    perOutput.flatMap((output) =>
      Array.from({ length: output.count }, (_, i) => {
        const factor = labelNoise / output.count / Math.sqrt(steps.length);
        return matrixOf((y, out) => addHessian(output, i, factor, y, out));
      }),
    ),
  );
  const matrices = [...batches.map((matrix) => matrix.map((entry, k) => scale * (entry - mean[k]))), ...labels];
  return reducedNoise(matrices).map(([a, b, c, d]) => [
    [a, b],
    [c, d],
  ]);
}

function matrixOf(add: (y: Float64Array, out: Float64Array) => void): Float64Array {
  const matrix = new Float64Array(4);
  add(Float64Array.of(1, 0), matrix.subarray(0, 2));
  add(Float64Array.of(0, 1), matrix.subarray(2, 4));
  return matrix;
}

function meanMatrix(mean: MeanHessian, weightDecay: number): number[][] {
  const [a, b, c, d] = matrixOf((y, out) => addMean(mean, 1, 1, y, out));
  return [
    [a + weightDecay, b],
    [c, d + weightDecay],
  ];
}
