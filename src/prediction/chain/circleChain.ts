import { decisiveLevel } from '../../model/evidence.js';
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
  const fourier = (modes: number) => fourierExponent(chain, modes);
  const grid = (cells: number) => gridExponent(chain, cells, affordableWork);
  const smooth = refine(
    fourier,
    modeCounts,
    spectralError,
    (ranges) => ranges.length < 3 || isSmooth(ranges),
    tolerance,
  );
  if (smooth !== null && smooth.error <= tolerance) return smooth;
  // steps too short for the iterations of one grid are so for those of finer ones
  const isFlat = (ranges: readonly ChainRange[]) => halfWidth(ranges[ranges.length - 1]) <= tolerance;
  const rough = better(smooth, refine(grid, cellCounts, gridError, isFlat, tolerance));
  if (rough !== smooth) return rough;
  return better(
    smooth,
    refine(fourier, modeCounts.slice(-3), spectralError, () => true, tolerance),
  );
}

const modeCounts = [12, 24, 48, 96, 192];
const cellCounts = [128, 256, 512, 1024, 2048, 4096, 8192, 16384];
/** Half a second a grid. */
const affordableWork = 1e8;

/** Refines until the error is within the tolerance, a resolution costs too much, or going on makes no sense. */
function refine(
  solve: (resolution: number) => ChainRange | null,
  resolutions: readonly number[],
  errorOf: (ranges: readonly ChainRange[]) => number,
  goesOn: (ranges: readonly ChainRange[]) => boolean,
  tolerance: number,
): ChainGrowth | null {
  const ranges: ChainRange[] = [];
  let found: ChainGrowth | null = null;
  for (const resolution of resolutions) {
    const range = solve(resolution);
    if (range === null) break;
    ranges.push(range);
    const error = errorOf(ranges);
    // a singular system leaves NaN
    if (Number.isFinite(range.value + error))
      found = { highest: range.value, lowest: range.value, error, reducible: false };
    if (error <= tolerance || !goesOn(ranges)) break;
  }
  return found;
}

function better(first: ChainGrowth | null, second: ChainGrowth | null): ChainGrowth | null {
  if (first === null || second === null) return first ?? second;
  return second.error < first.error ? second : first;
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
  const multiple = isSmooth(ranges) ? 2 * Math.max(change, before / 16) : slowMultiple * Math.max(change, before / 4);
  return Math.min(bound, multiple);
}

function isSmooth(ranges: readonly ChainRange[]): boolean {
  const [before, change] = changes(ranges);
  return change <= before / 4 && farthest(ranges[ranges.length - 1]) <= farthest(ranges[ranges.length - 2]) / 4;
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

/**
 * Where a layer as thin as 1e-6 is not resolved, values move like 1/log of the resolution: five times the change is to
 * come.
 */
const slowMultiple = 10;

/** The last two changes of at least three values. */
function changes(ranges: readonly ChainRange[]): readonly [number, number] {
  const [first, second, third] = ranges.slice(-3).map(({ value }) => value);
  return [Math.abs(second - first), Math.abs(third - second)];
}

function halfWidth({ interval }: ChainRange): number {
  return (interval[1] - interval[0]) / 2;
}
