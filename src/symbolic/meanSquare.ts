import { simplify } from '../expression/algebra/fromNormalForm.js';
import { type Expression, fraction, power, product, sum } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';
import { noSdeReason } from '../model/noSde.js';
import type { EigenDirection, Linearisation } from './derivation.js';

/**
 * The growth of E y² along common eigenvectors, in place of their exponents: −2h + η Σ c_j² of the SDE, and (E(1 − ηĥ)² − 1)/η =
 * −2h + η(h² + Σ c_j²) of SGD, since Σ c_j² is the variance of ĥ in a step (theory §2, §6). Both have the sign of Λ(2).
 *
 * Null for SGD in epochs, whose steps depend on each other, and with momentum. `data`: names that range over the samples.
 */
export function meanSquareGrowths(
  model: Model,
  { learningRate }: Pick<Linearisation, 'learningRate'>,
  directions: readonly EigenDirection[],
  process: 'sde' | 'sgd',
  data: readonly string[],
): EigenDirection[] | null {
  if (process === 'sgd' && !stepsAlike(model)) return null;
  return directions.map((one) => {
    const square: Expression = process === 'sgd' ? sum(power(one.curvature, 2), one.noise) : one.noise;
    const growth = sum(product(fraction(-2, 1), one.curvature), product(learningRate, square));
    return { ...one, exponent: simplify(growth, data) };
  });
}

/** Whether steps of SGD are independent of each other, with the curvature's mean H and the covariance that the C_j state (theory §2). */
export function stepsAlike(model: Model): boolean {
  return noSdeReason(model) === null && !model.noise.some((one) => 'sampling' in one && one.sampling === 'epochs');
}
