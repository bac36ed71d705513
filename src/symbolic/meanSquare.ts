import { fromNumber } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import {
  difference,
  type Expression,
  fraction,
  isNegative,
  isNumber,
  number,
  numberOne,
  numberZero,
  power,
  product,
  quotient,
  sum,
} from '../expression/syntax/expression.js';
import type { LossDynamics, Model } from '../model/model.js';
import { isClipped } from '../model/noSde.js';
import type { EigenDirection, Linearisation } from './derivation.js';

/**
 * What has the sign of Λ(2) along common eigenvectors, in place of their exponents: −2h + η Σ c_j² of the SDE, that and dt·h² of
 * the Euler–Maruyama chain, and (E(1 − ηĥ)² − 1)/η = −2h + η(h² + Σ c_j²) of SGD, since Σ c_j² is the variance of ĥ in a step
 * (theory §2, §6); with momentum the largest of up to three.
 *
 * Null for SGD in epochs, whose steps depend on each other. `data`: names that range over the samples.
 */
export function meanSquareGrowths(
  model: Model,
  { learningRate }: Pick<Linearisation, 'learningRate'>,
  directions: readonly EigenDirection[],
  process: 'sde' | 'eulerMaruyama' | 'sgd',
  data: readonly string[],
): EigenDirection[] | null {
  const { dynamics } = model;
  if (process === 'sgd' && !stepsAlike(model)) return null;
  const steps = { sde: numberZero, eulerMaruyama: number(fromNumber(model.simulation.dt)), sgd: learningRate };
  const step = steps[process];
  return directions.flatMap((one) => {
    const growths =
      process === 'sgd' && dynamics.kind === 'loss' && !isNumber(dynamics.momentum, 0)
        ? momentumGrowths(dynamics, one)
        : [
            sum(
              product(fraction(-2, 1), one.curvature),
              product(step, power(one.curvature, 2)),
              product(learningRate, one.noise),
            ),
          ];
    const simple = growths.map((growth) => simplify(growth, data));
    return simple.filter((growth, i) => i === 0 || !isNegativeNumber(growth)).map((exponent) => ({ ...one, exponent }));
  });
}

/**
 * The same with momentum, where y_n = Σ (a step's noise) × the response of z² − tr z + det to b₀z + b₁: its square sum, of an
 * autoregressive process of second order, times the noise's variance s² is to be below 1, and the mean's steps stable.
 */
function momentumGrowths(
  { learningRate, momentum, nesterov, decoupledDecay }: LossDynamics,
  { curvature, noise }: EigenDirection,
): Expression[] {
  const push = product(learningRate, difference(curvature, decoupledDecay));
  const [ofPush, ofVelocity] = nesterov ? [sum(numberOne, momentum), power(momentum, 2)] : [numberOne, momentum];
  const first = difference(difference(numberOne, product(learningRate, decoupledDecay)), product(ofPush, push));
  const trace = sum(first, momentum);
  const determinant = sum(product(first, momentum), product(ofVelocity, push));
  const later = simplify(difference(ofVelocity, product(ofPush, momentum)));
  const aboveOne = sum(numberOne, determinant);
  const trembling = product(
    power(learningRate, 2),
    noise,
    sum(product(sum(power(ofPush, 2), power(later, 2)), aboveOne), product(number(2), trace, ofPush, later)),
  );
  const outside = difference(power(trace, 2), power(aboveOne, 2));
  const square = sum(trembling, product(difference(numberOne, determinant), outside));
  return [
    quotient(square, learningRate),
    // the determinant of heavy ball is the momentum, which is below 1
    ...(isNumber(simplify(difference(determinant, momentum)), 0) ? [] : [difference(power(determinant, 2), numberOne)]),
    // without a later response the first is above 0 where the mean's steps are unstable
    ...(isNumber(later, 0) ? [] : [outside]),
  ];
}

function isNegativeNumber(value: Expression): boolean {
  return value.kind === 'number' && isNegative(value);
}

/** Whether steps of SGD are independent of each other, with the curvature's mean H and the covariance that the C_j state (theory §2). */
export function stepsAlike(model: Model): boolean {
  return !isClipped(model) && !model.noise.some((one) => 'sampling' in one && one.sampling === 'epochs');
}
