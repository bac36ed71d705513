import { decisiveLevel } from '../model/evidence.js';
import { type ChainGrowth, closedFormGrowth } from './chainClosedForm.js';
import { type ChainRange, fourierExponent } from './chainFourier.js';
import { gridExponent } from './chainGrid.js';
import { balancedChain, DirectionChain, type PlanarChain } from './planarChain.js';

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
 * a common eigenvector where there is one; else from f − Pf = E log‖Mu‖ − λ for the direction u.
 *
 * First with Fourier modes, where the range of the residual bounds the error. Where f is not smooth (fixed matrices or
 * one noise matrix in long steps) that bound is far from sharp; then two successive refinements, of the modes or of a grid,
 * tell the error. −∞ when a step may multiply a common eigenvector by 0. Null when nothing converged.
 *
 * @param tolerance error that is wanted, per unit of t
 */
export function chainExponentOnCircle(chain: PlanarChain, tolerance = usefulTolerance): CircleChainExponent | null {
  const closed = closedFormGrowth(chain);
  const found = closed ?? estimate(new DirectionChain(balancedChain(chain)), tolerance * chain.duration);
  if (found === null) return null;
  const value = found.highest / chain.duration;
  const reach = found.error / chain.duration;
  return {
    value,
    interval: [value - reach, value + reach],
    level: closed === null ? decisiveLevel : 1,
    method: closed === null ? 'spectral' : 'quadrature',
    reached: reach <= tolerance,
    lowest: found.lowest / chain.duration,
    reducible: found.reducible,
  };
}

/** Three digits beyond what simulations tell. */
const usefulTolerance = 1e-7;

function estimate(chain: DirectionChain, tolerance: number): ChainGrowth | null {
  const spectral: ChainRange[] = [];
  for (const modes of fewModes) {
    spectral.push(fourierExponent(chain, modes));
    if (spectralError(spectral) <= tolerance) return growth(spectral, spectralError);
  }
  const linear: ChainRange[] = [];
  for (let cells = fewestCells; cells <= mostCells; cells *= 2) {
    const range = gridExponent(chain, cells, affordableWork);
    if (range === null) break;
    linear.push(range);
    if (gridError(linear) <= tolerance) return growth(linear, gridError);
    // steps too short for so few iterations: finer grids flatten no faster
    if (halfWidth(range) > tolerance) break;
  }
  spectral.push(fourierExponent(chain, manyModes));
  const candidates = [growth(spectral, spectralError), growth(linear, gridError)];
  return candidates.reduce((best, one) => (one !== null && !(one.error > (best?.error ?? Infinity)) ? one : best));
}

const fewModes = [12, 24, 48, 96];
/** One second. */
const manyModes = 192;
const fewestCells = 512;
const mostCells = 16384;
/** Half a second. */
const affordableWork = 1e8;

/** The last of successive refinements with its error; null when that is not finite. */
function growth(ranges: readonly ChainRange[], errorOf: (ranges: readonly ChainRange[]) => number): ChainGrowth | null {
  if (ranges.length === 0) return null;
  const { value } = ranges[ranges.length - 1];
  const error = errorOf(ranges);
  return Number.isFinite(value + error) ? { highest: value, lowest: value, error, reducible: false } : null;
}

/**
 * The range of the residual or, if less, a multiple of the last change. Where f is smooth, change and residual shrink
 * geometrically: what is still to come is at most a third of the change. A change that happens to be small counts as a
 * share of the one before.
 */
function spectralError(ranges: readonly ChainRange[]): number {
  const bound = farthest(ranges[ranges.length - 1]);
  if (ranges.length < 3) return bound;
  const [before, change] = changes(ranges);
  const isSmooth = change <= before / 4 && bound <= farthest(ranges[ranges.length - 2]) / 4;
  return Math.min(bound, isSmooth ? 2 * Math.max(change, before / 16) : slowMultiple * Math.max(change, before / 4));
}

function farthest({ value, interval }: ChainRange): number {
  return Math.max(interval[1] - value, value - interval[0]);
}

/**
 * Half the range that the iteration left, and a multiple of the change: halving the cells gains a factor of 4 where f is
 * smooth, √2 where it is Hölder continuous of order ½ (what is to come then is 2.4 times the change), less where a
 * layer is not resolved.
 */
function gridError(ranges: readonly ChainRange[]): number {
  if (ranges.length < 3) return Infinity;
  const [before, change] = changes(ranges);
  const multiple = change <= before * Math.SQRT1_2 ? 3 : slowMultiple;
  return halfWidth(ranges[ranges.length - 1]) + multiple * Math.max(change, before / 4);
}

/** Where a layer as thin as 1e-6 is not resolved, values move like 1/log of the resolution: five times the change is to come. */
const slowMultiple = 10;

/** The last two changes of the value of at least three. */
function changes(ranges: readonly ChainRange[]): readonly [number, number] {
  const [first, second, third] = ranges.slice(-3).map(({ value }) => value);
  return [Math.abs(second - first), Math.abs(third - second)];
}

function halfWidth({ interval }: ChainRange): number {
  return (interval[1] - interval[0]) / 2;
}
