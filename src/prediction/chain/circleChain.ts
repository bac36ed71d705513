import { decisiveLevel } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import { cutTo, excludesZero, type Known, widthOf } from '../interval.js';
import type { Exponent } from '../prediction.js';
import { meanGrowth, type Walker } from '../products/growthMean.js';
import { ProductFrame } from '../products/productFrame.js';
import { cancellation } from '../products/vanishingProduct.js';
import { closedFormGrowth } from './chainClosedForm.js';
import { alignedChain } from './nearlyInvariant.js';
import { balancedChain, chainSampler, type PlanarChain } from './planarChain.js';
import { type CirclePoisson, solveOnCircle } from './poissonOnCircle.js';

/** How well a chain is solved. */
export interface CircleChainOptions {
  /** error that is wanted, per unit of t */
  readonly tolerance?: number;
  /** of the simulation that takes over where the solution is rough */
  readonly seed?: number;
  /** whether an interval that excludes 0 is enough, however wide; not unless given */
  readonly signOnly?: boolean;
}

/**
 * The top Lyapunov exponent of y ← M y in the plane, per unit of t, M drawn from a mixture of Gaussian or fixed matrices (theory §6): from
 * a common eigenvector where there is one; else from f − Pf = E log‖Mu‖ − λ for the direction u, with the range of the
 * residual for its error. Where f is rough (fixed matrices in long steps) that range is far from sharp: then the residual
 * is averaged along the chain, which is the exponent without most of its variance.
 *
 * −∞ when a step may multiply a common eigenvector by 0, or a few steps have the product 0. Null when the system is singular.
 */
export function chainExponentOnCircle(chain: PlanarChain, options: CircleChainOptions = {}): Exponent | null {
  const { tolerance = usefulTolerance, seed = 0, signOnly = false } = options;
  const { duration } = chain;
  const closed = closedFormGrowth(chain);
  if (closed !== null) {
    const [value, reach] = [closed.value / duration, closed.error / duration];
    return { value, interval: [value - reach, value + reach], level: 1, method: 'quadrature' };
  }
  const aligned = alignedChain(balancedChain(chain));
  const found = solveOnCircle(aligned, tolerance * duration, signOnly);
  if (found === null) return null;
  // a matrix that is nearly singular has its extreme where the grid need not look
  const least = aligned.chain.components.flatMap(({ mean, noise }) =>
    noise.length === 0 ? [found.integrand(shrunkMost(mean))] : [],
  );
  const [low, high] = [Math.min(found.interval[0], ...least), found.interval[1]].map((end) => end / duration);
  const solved: Known = { value: found.value / duration, interval: [low, high] };
  const isSharp = widthOf(solved) <= 2 * tolerance || (signOnly && excludesZero(solved));
  const { value, interval } = isSharp
    ? solved
    : narrowed(aligned.chain, found, solved.interval, { tolerance, seed, signOnly });
  return { value, interval, level: decisiveLevel, method: 'spectral' };
}

/** The direction that a 2 × 2 matrix shrinks most, or so close to it as directions that it does not send to 0 are. */
function shrunkMost([[a, b], [c, d]]: readonly (readonly number[])[]): readonly [number, number] {
  const angle = Math.atan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d) / 2 + cancellation;
  return [-Math.sin(angle), Math.cos(angle)];
}

/** Three digits beyond what simulations tell. */
const usefulTolerance = 1e-7;

/** The mean of the residual along the chain, within the residual's range. */
function narrowed(
  chain: PlanarChain,
  { value: solved, integrand }: CirclePoisson,
  [lowest, highest]: readonly [number, number],
  { tolerance, seed, signOnly }: Required<CircleChainOptions>,
): Known {
  const sampler = chainSampler(chain);
  const walkerOf = (walker: number): Walker => {
    const frame = new ProductFrame(sampler, 1, randomStream(fold(seed, branches.circleChain), walker));
    const growth = new Float64Array(1);
    return {
      growth,
      fluctuation: 0,
      advance() {
        // −∞ once steps have ended in 0
        if (growth[0] === -Infinity) return;
        growth[0] = integrand([frame.direction[0], frame.direction[1]]);
        frame.advance();
        if (frame.growth[0] === -Infinity) growth[0] = -Infinity;
      },
    };
  };
  const budget =
    affordableWork / chain.components.reduce((sum, { noise }) => sum + (noise.length === 0 ? 1 : gaussianWork), 0);
  const kind = { rates: 1, duration: chain.duration, period: 1, rounding: Number.EPSILON / chain.duration };
  const range = highest - lowest;
  const stepsUntil = (unseen: number): number => (range * mostUnseen) / unseen;
  const { rates, steps } = meanGrowth(walkerOf, kind, {
    budget,
    relativeWidth: 0,
    width: tolerance,
    leastSteps: stepsUntil(tolerance),
    enoughSteps: signOnly ? stepsUntil(Math.abs(solved / chain.duration) / 4) : budget,
  });
  const [{ value, interval: measured }] = rates;
  if (value === -Infinity) return rates[0];
  const unseen = (range * mostUnseen) / steps;
  const seen = { value, interval: [measured[0] - unseen, measured[1] + unseen] as const };
  return cutTo(seen, [lowest, highest]) ?? { value: solved / chain.duration, interval: [lowest, highest] };
}

/** What happens less than once in this share of the steps is not seen with a chance of 1 in 1,000. */
const mostUnseen = 7;
/** Images of directions that are drawn in half a second. */
const affordableWork = 2 ** 20;
/** Images that are summed over for one normal component. */
const gaussianWork = 200;
