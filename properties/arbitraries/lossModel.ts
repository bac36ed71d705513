import type { Rational } from '../../src/arithmetic/rational.js';
import { type Expression, numberZero, symbol } from '../../src/expression/syntax/expression.js';
import type { AffineSet, DataSet, LossDynamics, Model } from '../../src/model/model.js';
import type { NoiseModel } from '../../src/model/noise/noiseFacts.js';
import { defaultSimulation } from '../../src/model/readSimulation.js';

/** What of a model with data is not as usual. */
export interface LossModelParts {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly loss: Expression;
  readonly form: LossDynamics['form'];
  readonly output: readonly Expression[] | null;
  readonly regulariser?: Expression;
  readonly data: DataSet;
  readonly learningRate: Rational;
  readonly noise: readonly NoiseModel[];
  readonly sets: readonly AffineSet[];
}

/** A model without claims or momentum, whose learning rate is the constant eta, simulated for a short time. */
export function lossModel({
  name,
  parameters,
  noise,
  sets,
  learningRate,
  regulariser,
  ...dynamics
}: LossModelParts): Model {
  return {
    name,
    parameters,
    constants: new Map([['eta', learningRate]]),
    dynamics: {
      kind: 'loss',
      ...dynamics,
      regulariser: regulariser ?? numberZero,
      learningRate: symbol('eta'),
      schedule: null,
      momentum: numberZero,
      nesterov: false,
      decoupledDecay: numberZero,
      clippingNorm: null,
    },
    noise,
    sets,
    domain: [],
    claims: [],
    simulation: { ...defaultSimulation, horizon: 20, trajectories: 50 },
  };
}
