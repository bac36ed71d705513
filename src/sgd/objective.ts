import { InputError } from '../arithmetic/inputError.js';
import { substitute } from '../expression/calculus/substitute.js';
import { difference, type Expression } from '../expression/syntax/expression.js';
import { batchSize, constantExpressions, dataNames, momentumValue, numericRows, valueAt } from '../model/constants.js';
import type { LossDynamics, Model } from '../model/model.js';
import type { NoiseModel } from '../model/noise/noiseFacts.js';
import { actsOnOutputs, statedColumns } from '../model/noise/noiseFacts.js';
import { penalty } from '../model/readDynamics.js';
import { paceOf } from '../model/schedule.js';

/**
 * What one step of SGD descends (theory §2), with the constants' values in place. With K independent batches it is
 *
 *   Σ_k mean over batch k of (ℓ − Σ_m ζ_k ξ f_m) − (K − 1) · (mean of ℓ over the data) + regulariser − Σ_m ζ_r ξ_m · (mean of f_m over the data),
 *
 * and to its gradient the stated noise S ξ is added,
 * whose expectation is the loss and whose covariance is the sum of the noises'. For the squared loss −ζξ f is what a
 * label moved by ζξ adds.
 */
export interface Objective {
  readonly parameters: readonly string[];
  readonly dataNames: readonly string[];
  /** N × names, row after row */
  readonly rows: Float64Array;
  /** N */
  readonly sampleCount: number;
  /** ℓ(θ; z), without the regulariser */
  readonly loss: Expression;
  readonly regulariser: Expression;
  /** f_m(θ; x); empty unless a noise needs them */
  readonly outputs: readonly Expression[];
  readonly batches: readonly BatchNoise[];
  /** ζ of each residual noise */
  readonly residualNoise: readonly number[];
  readonly gradientNoise: readonly GradientNoise[];
  /** η of a step, counted from 0 */
  readonly rate: (step: number) => number;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** w of the decay beside the step, which the regulariser does not hold */
  readonly decoupledDecay: number;
  /** the norm that gradients are scaled down to; Infinity unless they are clipped */
  readonly clippingNorm: number;
}

/** Noise added to the gradient (see the kinds gaussian and student-t). */
export interface GradientNoise {
  /** of S, each one expression a parameter */
  readonly columns: readonly (readonly Expression[])[];
  /** ν of a Student-t; null for a Gaussian */
  readonly degreesOfFreedom: number | null;
}

/** How the samples of a batch are drawn, and the label noise on each. */
export interface BatchNoise {
  /** `all` is the full batch: every sample once */
  readonly sampling: 'all' | 'with-replacement' | 'without-replacement' | 'epochs';
  /** B; N for `all` */
  readonly size: number;
  /** standard deviation of the label noise on each drawn sample; 0 without */
  readonly labelNoise: number;
}

/** The objective of a model with data. Throws InputError for noise that does not fit it. */
export function deriveObjective(model: Model, dynamics: LossDynamics): Objective {
  const constants = constantExpressions(model);
  const settled = (expression: Expression): Expression => substitute(expression, constants);
  const needsOutput = model.noise.find(actsOnOutputs);
  if (needsOutput !== undefined && dynamics.output === null) {
    throw new InputError(model.name, `${needsOutput.kind} noise without an output`, 'output: an expression for f');
  }
  return {
    parameters: model.parameters,
    dataNames: dataNames(model),
    rows: numericRows(dynamics.data),
    sampleCount: dynamics.data.rows.length,
    loss: settled(dynamics.loss),
    regulariser: settled(difference(dynamics.regulariser, penalty(dynamics.decoupledDecay, model.parameters))),
    outputs: needsOutput === undefined ? [] : (dynamics.output ?? []).map(settled),
    batches: model.noise.flatMap((noise) => batchNoise(model, dynamics, noise)),
    residualNoise: model.noise.flatMap((noise) =>
      noise.kind === 'residual' ? [standardDeviation(model, noise.std)] : [],
    ),
    gradientNoise: model.noise.flatMap((noise) => {
      const columns = statedColumns(noise).map((column) => column.map(settled));
      const nu = noise.kind === 'student-t' ? valueAt(noise.degreesOfFreedom, model.constants) : null;
      return columns.length === 0 ? [] : [{ columns, degreesOfFreedom: nu }];
    }),
    rate: paceOf(model, dynamics).rate,
    momentum: momentumValue(model),
    nesterov: dynamics.nesterov,
    decoupledDecay: valueAt(dynamics.decoupledDecay, model.constants),
    clippingNorm: dynamics.clippingNorm === null ? Infinity : valueAt(dynamics.clippingNorm, model.constants),
  };
}

function batchNoise(model: Model, { data }: LossDynamics, noise: NoiseModel): BatchNoise[] {
  const samples = data.rows.length;
  switch (noise.kind) {
    case 'residual':
    case 'gaussian':
    case 'student-t':
      return [];
    case 'explicit':
      throw new InputError(
        model.name,
        'explicit noise beside a loss',
        'label, minibatch, residual, gaussian or student-t noise',
      );
    case 'minibatch':
      return [{ sampling: noise.sampling, size: batchSize(noise, data), labelNoise: 0 }];
    case 'label': {
      const size = batchSize(noise, data);
      const std = standardDeviation(model, noise.std);
      if (noise.sampling !== 'none') return [{ sampling: noise.sampling, size, labelNoise: std }];
      // theory §2: full-batch label noise of this size has the covariance that B_eff stands for
      return [{ sampling: 'all', size: samples, labelNoise: std * Math.sqrt(samples / size) }];
    }
  }
}

function standardDeviation(model: Model, std: Expression): number {
  const value = valueAt(std, model.constants);
  if (!Number.isFinite(value)) {
    throw new InputError(model.name, `noise of standard deviation ${value}`, 'a finite number');
  }
  return value;
}
