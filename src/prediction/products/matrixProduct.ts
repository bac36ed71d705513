import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import type { Known } from '../interval.js';
import type { Corrector } from './directionStep.js';
import { type MeanOptions, meanGrowth, type Walker } from './growthMean.js';
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
 * Where the two largest exponents differ by little beside the time that is drawn, the interval knows that directions settle
 * as slowly (see `unsettled`).
 *
 * A product with a common invariant subspace must be cut into its diagonal blocks first: rounding couples them (theory §5).
 */
export function productExponent(samplerOf: () => StepSampler, options: ProductOptions): ProductExponent {
  const { seed, spectrum = false, corrector = null } = options;
  const { dimension, duration, period } = samplerOf();
  const rates = spectrum ? dimension : Math.min(2, dimension);
  const walkerOf = (walker: number): Walker => {
    const frame = new ProductFrame(
      samplerOf(),
      rates,
      randomStream(fold(seed, branches.matrixProduct), walker),
      corrector,
    );
    return spectrum || rates === 1 ? frame : growthApart(frame);
  };
  const kind = {
    rates,
    duration,
    period,
    rounding: (dimension * Number.EPSILON) / duration,
    work: dimension ** 2 / 8,
    tellsApart: !spectrum && rates > 1,
  };
  const { rates: found, level, steps } = meanGrowth(walkerOf, kind, options);
  return { ...found[0], level, method: 'simulation', steps, spectrum: spectrum ? found : null };
}

/** A frame of two vectors that tells the growth of the first, and by how much more it grows than the second. */
function growthApart(frame: ProductFrame): Walker {
  const growth = new Float64Array(2);
  return {
    growth,
    get fluctuation() {
      return frame.fluctuation;
    },
    advance() {
      frame.advance();
      const [first, second] = frame.growth;
      growth[0] = first;
      growth[1] = first - second;
    },
  };
}
