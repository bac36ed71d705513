import { InputError } from '../../arithmetic/inputError.js';

/**
 * What one step of SGD multiplies a normal coordinate by (theory §6, k = 1): given the batch it is
 * N(mean of x_i over the batch, (1/B²) Σ_batch v_i + v₀), with x_i = 1 − η(regulariser + ĥ_i).
 */
export interface BatchMultiplier {
  /** x_i, one a sample */
  readonly values: readonly number[];
  /** v_i = η²ζ² Σ_m F_{m,i}², one a sample: label noise drawn afresh with every draw; zeros without it */
  readonly variances: readonly number[];
  /** v₀: Gaussian noise of a step that does not depend on the batch */
  readonly sharedVariance: number;
  /** B */
  readonly batch: number;
  readonly replacement: boolean;
}

/** Equal samples are one atom. */
export interface Atom {
  readonly value: number;
  readonly variance: number;
  /** how many samples share it */
  readonly count: number;
}

/**
 * E log|multiplier| of one step, over the batches whose multiplier is not 0 to rounding.
 * `error` is a bound at `level` (1: a bound of rounding and truncation; below 1: see `fourierLogMultiplier`).
 */
export interface LogMultiplier {
  readonly value: number;
  readonly error: number;
  readonly level: number;
  readonly method: 'sum' | 'quadrature';
  /** probability of the batches whose multiplier is 0 to rounding */
  readonly vanishing: number;
}

/** The distinct pairs of value and variance, with their counts. Throws InputError for a batch that cannot be drawn. */
export function atomsOf(multiplier: BatchMultiplier): readonly Atom[] {
  const { values, variances, batch, replacement } = multiplier;
  if (!(Number.isInteger(batch) && batch >= 1))
    throw new InputError('noise.batch', `a batch of ${batch}`, 'an integer ≥ 1');
  if (!replacement && batch > values.length) {
    const what = `a batch of ${batch} from ${values.length} samples without replacement`;
    throw new InputError('noise.batch', what, 'at most as many as there are samples');
  }
  const counts = new Map<string, { value: number; variance: number; count: number }>();
  for (const [i, value] of values.entries()) {
    const variance = variances[i];
    const key = `${value} ${variance}`;
    const atom = counts.get(key);
    if (atom === undefined) counts.set(key, { value, variance, count: 1 });
    else atom.count += 1;
  }
  return [...counts.values()].sort((a, b) => a.value - b.value);
}

/** How far rounding may have moved a multiplier: x = 1 − η(…) loses digits of the larger of 1 and |x|. */
export function multiplierRounding(values: readonly number[]): number {
  let largest = 1;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return roundingSteps * Number.EPSILON * largest;
}

/** products and sums behind one x_i and the mean over a batch */
const roundingSteps = 8;
