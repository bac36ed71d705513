import { fromNumber } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { fraction, number, numberZero, power, product, sum } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';
import { noSdeReason } from '../model/noSde.js';
import type { EigenDirection, Linearisation } from './derivation.js';

/**
 * The growth of E y² along common eigenvectors, in place of their exponents: −2h + η Σ c_j² of the SDE, that and
 * dt·h² of the Euler–Maruyama chain, and (E(1 − ηĥ)² − 1)/η = −2h + η(h² + Σ c_j²) of SGD, since Σ c_j² is the variance of ĥ
 * in a step (theory §2, §6). All have the sign of Λ(2).
 *
 * Null for SGD in epochs, whose steps depend on each other, and with momentum. `data`: names that range over the samples.
 */
export function meanSquareGrowths(
  model: Model,
  { learningRate }: Pick<Linearisation, 'learningRate'>,
  directions: readonly EigenDirection[],
  process: 'sde' | 'eulerMaruyama' | 'sgd',
  data: readonly string[],
): EigenDirection[] | null {
  if (process === 'sgd' && !stepsAlike(model)) return null;
  const steps = { sde: numberZero, eulerMaruyama: number(fromNumber(model.simulation.dt)), sgd: learningRate };
  const step = steps[process];
  return directions.map((one) => {
    const ofStep = product(step, power(one.curvature, 2));
    const growth = sum(product(fraction(-2, 1), one.curvature), ofStep, product(learningRate, one.noise));
    return { ...one, exponent: simplify(growth, data) };
  });
}

/** Whether steps of SGD are independent of each other, with the curvature's mean H and the covariance that the C_j state (theory §2). */
export function stepsAlike(model: Model): boolean {
  return noSdeReason(model) === null && !model.noise.some((one) => 'sampling' in one && one.sampling === 'epochs');
}
