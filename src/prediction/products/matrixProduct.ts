import { decisiveLevel } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { studentQuantile } from '../../numeric/quantiles.js';
import { fold, randomStream } from '../../numeric/random.js';
import { ProductFrame } from './productFrame.js';
import type { StepSampler } from './stepSampler.js';

/** How many steps are drawn, and how sharp the answer is to be. */
export interface ProductOptions {
  readonly seed: number;
  /** most steps to draw; 64 periods of the sampler are drawn whatever the budget */
  readonly budget: number;
  /** level of the interval; 0.999 unless given */
  readonly level?: number;
  /** the half-width, as a share of |value|, below which no more steps are drawn; 0.05 unless given */
  readonly relativeWidth?: number;
  /** whether all exponents are wanted */
  readonly spectrum?: boolean;
}

/** Growth rates of a product of random matrices, with their intervals. */
export interface ProductExponent {
  /** the top Lyapunov exponent per unit of t; −Infinity when the product vanished */
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly method: 'simulation';
  /** steps drawn, burn-in included */
  readonly steps: number;
  /** all exponents, largest first, each with its interval at `level`; null unless asked for */
  readonly spectrum: readonly GrowthRate[] | null;
}

/** One growth rate per unit of t. */
export interface GrowthRate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * The top Lyapunov exponent of y ← M_k y by simulation: the growth of a vector that is brought back to length 1 after
 * every step, with an interval from means over consecutive cells of steps (theory §5, §6).
 *
 * Steps are drawn until the interval excludes 0 and is narrow, or the budget is spent. It is looked at whenever the number
 * of steps has doubled, and the looks share out the chance of missing, so that `level` holds for whichever look is the
 * last. The first cells are burn-in. Where the sampler knows E M, the first-order fluctuation of log‖Mu‖, of mean 0, is
 * regressed out: what remains is of second order in the step.
 *
 * A product with a common invariant subspace must be cut into its diagonal blocks first: rounding couples them (theory §5).
 */
export function productExponent(sampler: StepSampler, options: ProductOptions): ProductExponent {
  const { seed, budget, level = decisiveLevel, relativeWidth = usefulWidth, spectrum = false } = options;
  const count = spectrum ? sampler.dimension : 1;
  const frame = new ProductFrame(sampler, count, randomStream(fold(seed, branches.matrixProduct), 0));
  const { cellLength, doublings } = cellPlan(budget, sampler.period);
  const cells = new CellSums(count);
  const rounding = (sampler.dimension * Number.EPSILON) / sampler.duration;
  for (let doubling = 0, length = cellLength; ; doubling++, length *= 2) {
    while (cells.filled < cellCount) {
      for (let i = 0; i < length; i++) {
        frame.advance();
        cells.add(frame.growth, frame.fluctuation);
      }
      cells.close();
    }
    const isLast = doubling === doublings;
    // the last look, which most runs that come close to 0 reach, has half of the chance of missing
    const missing = isLast ? (1 - level) / (doublings === 0 ? 1 : 2) : (1 - level) / (2 * doublings);
    const estimates = cells.estimates(missing, length * sampler.duration, rounding);
    const [{ value, interval }] = estimates;
    const isDecided = interval[0] > 0 || interval[1] < 0;
    const isNarrow = (interval[1] - interval[0]) / 2 <= relativeWidth * Math.abs(value);
    if (isLast || (isDecided && isNarrow) || value === -Infinity) {
      const steps = cellCount * length;
      return { value, interval, level, method: 'simulation', steps, spectrum: spectrum ? estimates : null };
    }
    cells.pair();
  }
}

/** A prediction known to 5 % settles what it is compared with. */
const usefulWidth = 0.05;
/** Enough for Student's quantile to be near the normal one, few enough for cells to be long. */
const cellCount = 64;
/** 1/16 of the steps: forgets the start as well as the cells forget each other, on which the interval rests anyway. */
const burnInCells = 4;
/** No look before 1280 steps. */
const shortestCell = 20;

/** Cells are whole periods long; their last length times `cellCount` is at most the budget, or one period each. */
function cellPlan(budget: number, period: number): { readonly cellLength: number; readonly doublings: number } {
  const longest = Math.max(1, Math.floor(budget / (cellCount * period)));
  const doublings = Math.max(0, Math.floor(Math.log2(Math.min(longest, (longest * period) / shortestCell))));
  return { cellLength: Math.floor(longest / 2 ** doublings) * period, doublings };
}

/** Sums of growth and of fluctuation over consecutive cells of equal length. */
class CellSums {
  filled = 0;
  private readonly growth: Float64Array[];
  private readonly fluctuation = new Float64Array(cellCount);

  constructor(count: number) {
    this.growth = Array.from({ length: count }, () => new Float64Array(cellCount));
  }

  add(growth: Float64Array, fluctuation: number): void {
    for (let c = 0; c < growth.length; c++) this.growth[c][this.filled] += growth[c];
    this.fluctuation[this.filled] += fluctuation;
  }

  close(): void {
    this.filled++;
  }

  /** Joins cells two by two, which leaves room for as many again. */
  pair(): void {
    for (const sums of [...this.growth, this.fluctuation]) {
      for (let i = 0; i < cellCount / 2; i++) sums[i] = sums[2 * i] + sums[2 * i + 1];
      sums.fill(0, cellCount / 2);
    }
    this.filled = cellCount / 2;
  }

  estimates(missing: number, duration: number, rounding: number): GrowthRate[] {
    const fluctuation = this.fluctuation.subarray(burnInCells).map((sum) => sum / duration);
    return this.growth.map((sums, c) => {
      const rates = sums.subarray(burnInCells).map((sum) => sum / duration);
      // the fluctuation belongs to the first vector
      return cellEstimate(rates, c === 0 ? fluctuation : new Float64Array(rates.length), missing, rounding);
    });
  }
}

/**
 * The mean of the rates where the fluctuation is 0, its known mean, by linear regression; Student's interval, widened by
 * what correlation of neighbouring cells is seen.
 */
function cellEstimate(rates: Float64Array, fluctuation: Float64Array, missing: number, rounding: number): GrowthRate {
  const n = rates.length;
  const meanRate = mean(rates);
  if (!Number.isFinite(meanRate)) return { value: meanRate, interval: [meanRate, meanRate] };
  const meanFluctuation = mean(fluctuation);
  let cross = 0;
  let square = 0;
  for (let i = 0; i < n; i++) {
    cross += (rates[i] - meanRate) * (fluctuation[i] - meanFluctuation);
    square += (fluctuation[i] - meanFluctuation) ** 2;
  }
  const slope = square === 0 ? 0 : cross / square;
  const value = meanRate - slope * meanFluctuation;
  const residuals = rates.map((rate, i) => rate - meanRate - slope * (fluctuation[i] - meanFluctuation));
  let variance = 0;
  let neighbours = 0;
  for (let i = 0; i < n; i++) {
    variance += residuals[i] ** 2;
    if (i > 0) neighbours += residuals[i] * residuals[i - 1];
  }
  const correlation = variance === 0 ? 0 : Math.max(0, neighbours / variance);
  const fromSlope = square === 0 ? 0 : meanFluctuation ** 2 / square;
  const standardError = Math.sqrt((variance / (n - 2)) * (1 / n + fromSlope) * ((1 + correlation) / (1 - correlation)));
  const reach = studentQuantile(1 - missing / 2, n - 2) * standardError + rounding;
  return { value, interval: [value - reach, value + reach] };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
