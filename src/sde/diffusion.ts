import { InputError } from '../arithmetic/inputError.js';
import { gradient } from '../expression/calculus/differentiate.js';
import {
  type Expression,
  fraction,
  isNumber,
  number,
  numberOne,
  power,
  product,
} from '../expression/syntax/expression.js';
import { batchSize, finitePopulationFactor } from '../model/constants.js';
import type { LossDynamics, Model } from '../model/model.js';
import { type NoiseModel, statedColumns } from '../model/noise/noiseFacts.js';
import type { BatchSampling } from '../model/noise/noiseKind.js';

/**
 * Columns of the diffusion coefficient that share one formula v(θ; z); η is in the weight, so that the covariances of
 * every kind add up as they stand. With N samples the covariance per unit of t is
 * - `each`: weight · (1/N) Σ_i v_i v_iᵀ, one Brownian motion a sample;
 * - `centred`: weight · (1/N) Σ_i (v_i − v̄)(v_i − v̄)ᵀ, one a sample;
 * - `averaged`: weight · v̄ v̄ᵀ, one in all;
 * - `once`: weight · v vᵀ, v without data, one in all.
 */
export interface NoiseColumns {
  readonly source: NoiseModel['kind'];
  readonly form: 'each' | 'centred' | 'averaged' | 'once';
  /** in constants alone */
  readonly weight: Expression;
  /** v, one expression a parameter */
  readonly column: readonly Expression[];
}

/**
 * The diffusion of the SDE for every noise of the model and their sum: 2D = ηΣ of theory §2, or S Sᵀ where the model
 * states S. Epochs take the covariance of drawing without replacement (an approximation, theory §2).
 *
 * Throws InputError for noise of samples without data, and for label or residual noise without an output.
 */
export function deriveDiffusion(model: Model): NoiseColumns[] {
  return model.noise.flatMap((noise) => columnsOf(noise, model)).filter(({ weight }) => !isNumber(weight, 0));
}

function columnsOf(noise: NoiseModel, model: Model): NoiseColumns[] {
  const { dynamics, parameters } = model;
  const once = (weight: Expression): NoiseColumns[] =>
    statedColumns(noise).map((column) => ({ source: noise.kind, form: 'once', weight, column }));
  if (noise.kind === 'explicit') return once(numberOne);
  if (dynamics.kind === 'sde') {
    throw new InputError(model.name, `${noise.kind} noise on an SDE without data`, 'explicit noise');
  }
  const batch = batchSize(noise, dynamics.data);
  switch (noise.kind) {
    case 'gaussian':
    case 'student-t':
      return once(dynamics.learningRate);
    case 'minibatch':
      return [minibatchColumns(dynamics, parameters, batch, noise.sampling)];
    case 'label': {
      const weight = product(dynamics.learningRate, power(noise.std, 2), fraction(1, batch));
      const labels = outputGradients(model, noise.kind).map(
        (column): NoiseColumns => ({ source: 'label', form: 'each', weight, column }),
      );
      if (noise.sampling === 'none') return labels;
      return [...labels, minibatchColumns(dynamics, parameters, batch, noise.sampling)];
    }
    case 'residual': {
      const weight = product(dynamics.learningRate, power(noise.std, 2));
      return outputGradients(model, noise.kind).map((column) => ({
        source: 'residual',
        form: 'averaged',
        weight,
        column,
      }));
    }
  }
}

/** Σ = (1/B) Var g_i, times (N − B)/(N − 1) when the batch's samples are distinct. */
function minibatchColumns(
  { loss, learningRate, data }: LossDynamics,
  parameters: readonly string[],
  batch: number,
  sampling: BatchSampling,
): NoiseColumns {
  const remaining = finitePopulationFactor(sampling, batch, data.rows.length);
  return {
    source: 'minibatch',
    form: 'centred',
    weight: product(learningRate, fraction(1, batch), number(remaining)),
    column: gradient(loss, parameters),
  };
}

/** ∇f_m, one column an output mode. */
function outputGradients({ dynamics, parameters, name }: Model, kind: string): Expression[][] {
  const output = dynamics.kind === 'loss' ? dynamics.output : null;
  if (output === null) throw new InputError(name, `${kind} noise without an output`, 'output: an expression for f');
  return output.map((mode) => gradient(mode, parameters));
}
