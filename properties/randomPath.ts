import fc from 'fast-check';
import { type Rational, rational, toNumber } from '../src/arithmetic/rational.js';
import { gradient } from '../src/expression/calculus/differentiate.js';
import { learningRateValue, valueAt } from '../src/model/constants.js';
import type { LossDynamics, Model } from '../src/model/model.js';
import { statedColumns } from '../src/model/noise/noiseFacts.js';
import type { ExactPoint } from './points.js';
import { vectorsAt } from './vectorsAt.js';

/** What one update of SGD draws: the batch, and noise in units of its standard deviation. */
export interface Draw {
  /** taken modulo the number of samples */
  readonly samples: readonly number[];
  /** one number a sample or a Brownian motion, in turn */
  readonly noise: readonly number[];
}

/** Draws of a few updates; shrink towards one update with one sample and no noise. */
export function draws(): fc.Arbitrary<readonly Draw[]> {
  const draw = fc.record({
    samples: fc.array(fc.nat({ max: 31 }), { minLength: 1, maxLength: 2 }),
    noise: fc.array(
      fc.integer({ min: -6, max: 6 }).map((n) => n / 2),
      { minLength: 1, maxLength: 3 },
    ),
  });
  return fc.array(draw, { minLength: 1, maxLength: 4 });
}

/** The rows of data that a draw stands for. */
export function drawnRows(model: Model, { samples }: Draw): readonly (readonly Rational[])[] {
  if (model.dynamics.kind === 'sde') return [];
  const { rows } = model.dynamics.data;
  return samples.map((i) => rows[i % rows.length]);
}

/**
 * A function that makes one update in double precision, θ − η ĝ or an Euler–Maruyama step of length dt, and rounds the
 * result to multiples of 2⁻²⁰; null where it is not finite or beyond reach.
 */
export function compileUpdate(model: Model): (point: ExactPoint, draw: Draw) => ExactPoint | null {
  const move = model.dynamics.kind === 'loss' ? descent(model, model.dynamics) : eulerMaruyama(model);
  return (point, draw) => {
    const theta = point.map(toNumber);
    const next = move(theta, draw).map((change, i) => theta[i] + change);
    return next.every((value) => Math.abs(value) <= reach) ? next.map(dyadic) : null;
  };
}

/** Farther out formulas overflow sooner than they tell anything. */
const reach = 8;

function dyadic(value: number): Rational {
  return rational(BigInt(Math.round(value * 2 ** 20)), 2n ** 20n);
}

function descent(model: Model, dynamics: LossDynamics): (theta: readonly number[], draw: Draw) => number[] {
  const { parameters } = model;
  const { loss, regulariser, data } = dynamics;
  const deviations = model.noise.flatMap((noise) =>
    noise.kind === 'label' || noise.kind === 'residual' ? [valueAt(noise.std, model.constants)] : [],
  );
  const deviation = Math.hypot(...deviations);
  const outputs = deviation === 0 ? [] : (dynamics.output ?? []);
  const gradientsAt = vectorsAt(
    [loss, ...outputs].map((height) => gradient(height, parameters)),
    model,
    [...data.inputs, ...data.targets],
  );
  const pullAt = vectorsAt([gradient(regulariser, parameters), ...model.noise.flatMap(statedColumns)], model, []);
  const rate = learningRateValue(model);
  return (theta, draw) => {
    const rows = drawnRows(model, draw);
    const [pull, ...columns] = pullAt(theta, []);
    const slope = pull.map((value, j) =>
      columns.reduce((sum, column, q) => sum + draw.noise[q % draw.noise.length] * column[j], value),
    );
    for (const [i, row] of rows.entries()) {
      const [ofLoss, ...ofOutputs] = gradientsAt(theta, row.map(toNumber));
      const push = deviation * draw.noise[i % draw.noise.length];
      for (let j = 0; j < slope.length; j++) {
        slope[j] += (ofLoss[j] - ofOutputs.reduce((sum, output) => sum + push * output[j], 0)) / rows.length;
      }
    }
    return slope.map((value) => -rate * value);
  };
}

function eulerMaruyama(model: Model): (theta: readonly number[], draw: Draw) => number[] {
  const drift = model.dynamics.kind === 'sde' ? model.dynamics.drift : [];
  const vectors = vectorsAt([drift, ...model.noise.flatMap(statedColumns)], model, []);
  const { dt } = model.simulation;
  return (theta, { noise }) => {
    const [forward, ...sideways] = vectors(theta, []);
    return forward.map((value, i) => {
      const kicks = sideways.reduce((sum, column, j) => sum + column[i] * noise[j % noise.length], 0);
      return value * dt + kicks * Math.sqrt(dt);
    });
  };
}
