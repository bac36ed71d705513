import { toNumber } from '../../arithmetic/rational.js';
import { finitePopulationFactor } from '../../model/constants.js';
import type { BatchMultiplier } from './batchMultiplier.js';

/** Where the multiplier M of one step lies. */
export interface MultiplierRange {
  readonly mean: number;
  readonly standardDeviation: number;
  /** |M − mean| stays below it but for a probability of about 1e-18 */
  readonly radius: number;
  /** variance of M that no choice of the batch removes */
  readonly leastVariance: number;
}

/** Mean and variance are exact; the radius is Bernstein's inequality, which also holds without replacement (Hoeffding 1963, §6). */
export function multiplierRange(multiplier: BatchMultiplier): MultiplierRange {
  const { values, variances, sharedVariance, batch, replacement } = multiplier;
  const samples = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / samples;
  let square = 0;
  let farthest = 0;
  let variance = 0;
  let largest = 0;
  let least = Infinity;
  for (let i = 0; i < samples; i++) {
    square += (values[i] - mean) ** 2 / samples;
    farthest = Math.max(farthest, Math.abs(values[i] - mean));
    variance += variances[i] / samples;
    largest = Math.max(largest, variances[i]);
    least = Math.min(least, variances[i]);
  }
  const slope = (2 * exceptionalLog * farthest) / 3;
  const bernstein = (slope + Math.sqrt(slope ** 2 + 8 * exceptionalLog * batch * square)) / (2 * batch);
  const finiteSample = toNumber(
    finitePopulationFactor(replacement ? 'with-replacement' : 'without-replacement', batch, samples),
  );
  return {
    mean,
    standardDeviation: Math.sqrt((square * finiteSample + variance) / batch + sharedVariance),
    radius: Math.min(farthest, bernstein) + gaussianReach * Math.sqrt(largest / batch + sharedVariance),
    leastVariance: least / batch + sharedVariance,
  };
}

/** Standard deviations that a Gaussian leaves with probability 1e-18; e^{−81/2} is also where its transform has ended. */
export const gaussianReach = 9;
/** −log 1e-18 */
const exceptionalLog = 42;
