import { sumOf } from '../../numeric/statistics.js';
import { sgdAlong } from './alongDirection.js';
import type { EvaluatedLinearisation, SgdNoise } from './evaluatedLinearisation.js';

/** Third and fourth moments of what a step of SGD multiplies a normal coordinate by; both 0 for the SDE's Gaussian noise. */
export interface NoiseMoments {
  readonly skewness: number;
  readonly excessKurtosis: number;
}

/**
 * Skewness and excess kurtosis of the multiplier of one step of SGD along a common eigenvector (k numbers; theory §6).
 *
 * Null where the cumulants of the draws do not simply add up: batches without replacement, a Student-t of four degrees of
 * freedom or fewer, and no noise at all.
 */
export function noiseMoments({ sgd }: EvaluatedLinearisation, direction: readonly number[]): NoiseMoments | null {
  if (sgd === null) return null;
  const along = sgdAlong(sgd, direction);
  const curvatures = along.sampleCurvature.map(([[entry]]) => entry);
  const squares = curvatures.map((_, i) => sumOf(along.outputCurvature.map((matrices) => matrices[i][0][0] ** 2)));
  const means = along.outputCurvature.map((matrices) => sumOf(matrices.map(([[entry]]) => entry)) / matrices.length);
  let [second, third, fourth] = [0, 0, 0];
  for (const noise of along.noises) {
    const cumulants = cumulantsOf(noise, curvatures, squares, means);
    if (cumulants === null) return null;
    second += cumulants[0];
    third += cumulants[1];
    fourth += cumulants[2];
  }
  if (!(second > 0)) return null;
  // the multiplier is 1 − η ĥ, which turns the third cumulant round
  return { skewness: -third / second ** 1.5, excessKurtosis: fourth / second ** 2 };
}

/** Second to fourth cumulants of ĥ from one noise; that of a mean of B draws is the draw's over B, B², B³. */
function cumulantsOf(
  noise: SgdNoise,
  curvatures: readonly number[],
  squares: readonly number[],
  means: readonly number[],
): readonly [number, number, number] | null {
  const n = curvatures.length;
  switch (noise.kind) {
    case 'residual':
      return [noise.std ** 2 * sumOf(means.map((value) => value ** 2)), 0, 0];
    case 'fullBatchLabel':
      return [(noise.labelNoise / n) ** 2 * sumOf(squares), 0, 0];
    case 'gradient': {
      const { matrices, degreesOfFreedom: nu } = noise;
      const variance = sumOf(matrices.map(([[entry]]) => entry ** 2));
      // a t has a fourth moment where ν > 4
      if (nu !== null && nu <= 4) return null;
      return [variance, 0, nu === null ? 0 : (6 / (nu - 4)) * variance ** 2];
    }
    case 'batch': {
      if (noise.sampling !== 'with-replacement') return null;
      const mean = sumOf(curvatures) / n;
      const variances = squares.map((square) => noise.labelNoise ** 2 * square);
      // a draw is a mixture of N(ĥ_i, v_i)
      const moment = (of: (deviation: number, variance: number) => number): number =>
        sumOf(curvatures.map((value, i) => of(value - mean, variances[i]))) / n;
      const second = moment((x, v) => x ** 2 + v);
      const third = moment((x, v) => x ** 3 + 3 * x * v);
      const fourth = moment((x, v) => x ** 4 + 6 * x ** 2 * v + 3 * v ** 2);
      const b = noise.batch;
      return [second / b, third / b ** 2, (fourth - 3 * second ** 2) / b ** 3];
    }
    default:
      return noise satisfies never;
  }
}
