import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import type { Known } from '../interval.js';
import type { Corrector } from './directionStep.js';
import { type MeanOptions, meanGrowth } from './growthMean.js';
import { ProductFrame } from './productFrame.js';
import type { StepSampler } from './stepSampler.js';

/** How many steps are drawn, and how sharp the answer is to be. */
export interface ProductOptions extends MeanOptions {
  readonly seed: number;
  /** whether all exponents are wanted */
  readonly spectrum?: boolean;
  /** φ against which the top exponent varies least; none unless given */
  readonly corrector?: Corrector | null;
}

/** Growth rates of a product of random matrices, with their intervals. */
export interface ProductExponent {
  /** the top Lyapunov exponent per unit of t; −Infinity when the product vanished */
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly method: 'simulation';
  /** steps drawn, burn-in included */
  readonly steps: number;
  /** all exponents, largest first, each with its interval at `level`; null unless asked for */
  readonly spectrum: readonly Known[] | null;
}

/**
 * The top Lyapunov exponent of y ← M_k y by simulation: the growth of vectors that are brought back to length 1 after
 * every step (theory §5, §6). `samplerOf` makes a sampler of its own for each of a few independent products.
 *
 * Where the sampler knows E M, the first-order fluctuation of log‖Mu‖, of mean 0, is regressed out, and with a corrector φ
 * that of log‖y‖ + φ: what remains is of second order in the step.
 *
 * A product with a common invariant subspace must be cut into its diagonal blocks first: rounding couples them (theory §5).
 */
export function productExponent(samplerOf: () => StepSampler, options: ProductOptions): ProductExponent {
  const { seed, spectrum = false, corrector = null } = options;
  const { dimension, duration, period } = samplerOf();
  const rates = spectrum ? dimension : 1;
  const frameOf = (walker: number): ProductFrame =>
    new ProductFrame(samplerOf(), rates, randomStream(fold(seed, branches.matrixProduct), walker), corrector);
  const kind = { rates, duration, period, rounding: (dimension * Number.EPSILON) / duration, work: dimension ** 2 / 8 };
  const { rates: found, level, steps } = meanGrowth(frameOf, kind, options);
  return { ...found[0], level, method: 'simulation', steps, spectrum: spectrum ? found : null };
}
