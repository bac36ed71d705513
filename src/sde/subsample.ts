import { InputError } from '../arithmetic/inputError.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';

/**
 * The equations of steps that draw `samples` of the N samples afresh, with replacement, and take drift and covariance from
 * them: mean and covariance of a step of size dt are those of all N, at the cost of a few.
 *
 * The drawn drift brings a covariance h²/S · Var g of its own, which the minibatch noise is lessened by; what is left of it
 * has the unbiased covariance of the sample. Throws InputError where nothing is left, and for noise along a mean over all
 * samples, whose square a sample's mean gives too large.
 */
export function subsampled(equations: StepEquations, samples: number, dt: number, where: string): StepEquations {
  const { noise } = equations;
  const drawn = noise.find(({ source }) => source === 'minibatch')?.weight ?? 0;
  if (drawn * samples < dt) {
    const expected = `${Math.ceil(dt / drawn)} samples or more, or a smaller dt`;
    const what = `the drift of ${samples} samples fluctuates more in a step of ${dt} than the minibatch's gradient`;
    throw new InputError(where, what, expected);
  }
  if (noise.some(({ form }) => form === 'averaged')) {
    throw new InputError(where, 'residual noise beside a subsampled covariance', 'covariance: exact');
  }
  return {
    ...equations,
    sampleCount: samples,
    population: equations.sampleCount,
    noise: noise.map(
      (one): NumericNoise =>
        one.form === 'centred' ? { ...one, weight: ((one.weight - dt / samples) * samples) / (samples - 1) } : one,
    ),
  };
}
