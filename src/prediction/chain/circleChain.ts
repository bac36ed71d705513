import { decisiveLevel } from '../../model/evidence.js';
import { closedFormGrowth } from './chainClosedForm.js';
import { alignedChain } from './nearlyInvariant.js';
import { balancedChain, type PlanarChain } from './planarChain.js';
import { solveOnCircle } from './poissonOnCircle.js';

/** λ of a random linear chain in the plane, per unit of t. */
export interface CircleChainExponent {
  readonly value: number;
  /** value ± the error that was found, whatever error was wanted */
  readonly interval: readonly [number, number];
  readonly level: number;
  /** `quadrature`: by a common eigenvector, real or complex; `spectral`: on the circle */
  readonly method: 'quadrature' | 'spectral';
  /** whether the error is at most the tolerance */
  readonly reached: boolean;
  /** the smallest growth rate that any start has; equal to `value` without a common real eigenvector */
  readonly lowest: number;
  /** whether the matrices have a common real eigenvector */
  readonly reducible: boolean;
}

/**
 * The top Lyapunov exponent of y ← M y in the plane, M drawn from a mixture of Gaussian or fixed matrices (theory §6): from
 * a common eigenvector where there is one; else from f − Pf = E log‖Mu‖ − λ for the direction u, with the range of the
 * residual for its error. −∞ when a step may multiply a common eigenvector by 0. Null when the system is singular.
 *
 * @param tolerance error that is wanted, per unit of t
 */
export function chainExponentOnCircle(chain: PlanarChain, tolerance = usefulTolerance): CircleChainExponent | null {
  const { duration } = chain;
  const closed = closedFormGrowth(chain);
  if (closed !== null) {
    const { highest, lowest, error, reducible } = closed;
    const value = highest / duration;
    const reach = error / duration;
    return {
      value,
      interval: [value - reach, value + reach],
      level: 1,
      method: 'quadrature',
      reached: reach <= tolerance,
      lowest: lowest / duration,
      reducible,
    };
  }
  const found = solveOnCircle(alignedChain(balancedChain(chain)), tolerance * duration);
  if (found === null) return null;
  const value = found.value / duration;
  const interval = [found.interval[0] / duration, found.interval[1] / duration] as const;
  const reached = Math.max(interval[1] - value, value - interval[0]) <= tolerance;
  return { value, interval, level: decisiveLevel, method: 'spectral', reached, lowest: value, reducible: false };
}

/** Three digits beyond what simulations tell. */
const usefulTolerance = 1e-7;
