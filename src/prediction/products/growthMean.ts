import { spend } from '../../arithmetic/work.js';
import { decisiveLevel } from '../../model/evidence.js';
import { studentQuantile } from '../../numeric/quantiles.js';
import { meanOf } from '../../numeric/statistics.js';
import { excludesZero, type Known, widthOf } from '../interval.js';

/** A Markov chain that grows as it goes. */
export interface Walker {
  /** what the last step added, one number a rate that is wanted */
  readonly growth: Float64Array;
  /** a part of the first growth of the last step whose mean is 0; 0 when none is known */
  readonly fluctuation: number;
  advance(): void;
}

/** How many steps are drawn, and how sharp the answer is to be. */
export interface MeanOptions {
  /** most steps to draw; 64 periods are drawn whatever the budget */
  readonly budget: number;
  /** level of the interval; 0.999 unless given */
  readonly level?: number;
  /** the half-width, as a share of |value|, below which no more steps are drawn; 0.05 unless given */
  readonly relativeWidth?: number;
  /** the half-width below which no more steps are drawn, whatever the sign; 0 unless given */
  readonly width?: number;
  /** steps before which drawing does not stop because an interval is narrow; 0 unless given */
  readonly leastSteps?: number;
  /** steps after which a sign that is decided is enough; the whole budget unless given */
  readonly enoughSteps?: number;
}

/** What walkers share: how many rates they tell, and in which time. */
export interface WalkerKind {
  readonly rates: number;
  /** time t of one step (for SGD: η) */
  readonly duration: number;
  /** the law of the steps repeats after this many */
  readonly period: number;
  /** bound of what rounding does to a rate */
  readonly rounding: number;
  /** whether the second rate is by how much two directions grow apart, of which the first's interval is to know; not unless given */
  readonly tellsApart?: boolean;
  /** work of a step, in the units of `spend`; 1 unless given */
  readonly work?: number;
}

/** All rates per unit of t, and the steps that were drawn, burn-in included. */
export interface MeanGrowth {
  readonly rates: readonly Known[];
  readonly level: number;
  readonly steps: number;
  /** the mean of the first rate over the first half of the time that counts less that over the second */
  readonly trend: number;
}

/**
 * Mean growth of eight independent walkers from means over consecutive cells of their steps (theory §5, §6).
 *
 * Steps are drawn until the interval of the first rate excludes 0 and is narrow, or the budget is spent. It is looked at
 * whenever the number of steps has doubled, and the looks share out the chance of missing, so that `level` holds for
 * whichever look is the last. The first cell of every walker is burn-in.
 *
 * Walkers that differ by more than their cells let expect have not forgotten where they started: then the interval rests
 * on their spread alone.
 */
export function meanGrowth(walkerOf: (walker: number) => Walker, kind: WalkerKind, options: MeanOptions): MeanGrowth {
  const {
    budget,
    level = decisiveLevel,
    relativeWidth = usefulWidth,
    width = 0,
    leastSteps = 0,
    enoughSteps = budget,
  } = options;
  const { cellLength, doublings } = cellPlan(budget, kind.period);
  const walks = Array.from({ length: walkerCount }, (_, w) => new Walk(walkerOf(w), kind.rates, kind.work ?? 1));
  for (let doubling = 0, length = cellLength; ; doubling++, length *= 2) {
    for (const walk of walks) walk.fill(length);
    const isLast = doubling === doublings;
    // the last look, which most runs that come close to 0 reach, has half of the chance of missing
    const missing = isLast ? (1 - level) / (doublings === 0 ? 1 : 2) : (1 - level) / (2 * doublings);
    const cells = Array.from({ length: kind.rates }, (_, c) =>
      walks.map((walk) => walk.cells(c, length * kind.duration)),
    );
    const found = cells.map((of) => rateOf(of, missing, kind.rounding));
    const time = cellsOfWalker * length * kind.duration;
    const trend = trendOf(cells[0]);
    const [first, ...others] = found;
    const rates = kind.tellsApart ? [widenedBy(unsettled({ time, trend }, others[0]), first), ...others] : found;
    const [top] = rates;
    const isDecided = excludesZero(top);
    const reach = widthOf(top) / 2;
    const steps = walkerCount * cellsOfWalker * length;
    const isSharp =
      (steps >= leastSteps && (reach <= width || (isDecided && reach <= relativeWidth * Math.abs(top.value)))) ||
      (isDecided && steps >= enoughSteps);
    if (isLast || isSharp || !Number.isFinite(top.value)) return { rates, level, steps, trend };
    for (const walk of walks) walk.pair();
  }
}

/**
 * How far a mean of walkers that went for some time may still move, where two directions become one at a rate, by which the two
 * largest exponents lie apart (theory §5): 0 after twenty such times, else as much as the halves differ, and the more the
 * longer that takes. Directions that always grow alike, as by complex numbers, tell nothing of it.
 */
export function unsettled(mean: { readonly time: number; readonly trend: number }, apart: Known): number {
  const trend = Math.abs(mean.trend);
  const [low, high] = apart.interval;
  if (!Number.isFinite(trend) || !(high - low > alike * trend)) return 0;
  const settling = Math.min(mostSettling, 1 / (Math.max(apart.value, Number.MIN_VALUE) * mean.time));
  return settling * settled <= 1 ? 0 : (1.5 + 2.5 * settling) * trend;
}

/** Rounding of what is equal. */
const alike = 1e-6;
/** Times that two directions take to become one, after which a path has settled. */
export const settled = 20;
/** In times of a path: beyond it halves that differ by chance would say more. */
const mostSettling = 3;

/** A prediction known to 5 % settles what it is compared with. */
const usefulWidth = 0.05;
/** Walkers of a mean: enough to tell whether starts are forgotten. */
export const walkerCount = 8;
/** Enough in all for Student's quantile to be near the normal one, few enough for cells to be long. */
const cellsOfWalker = 8;
/** 1/8 of the steps: forgets the start as well as the cells forget each other, on which the interval rests anyway. */
const burnInCells = 1;
/** No look before 1280 steps. */
const shortestCell = 20;

/** Cells are whole periods long; their last length times their number is at most the budget, or one period each. */
function cellPlan(budget: number, period: number): { readonly cellLength: number; readonly doublings: number } {
  const longest = Math.max(1, Math.floor(budget / (walkerCount * cellsOfWalker * period)));
  const doublings = Math.max(0, Math.floor(Math.log2(Math.min(longest, (longest * period) / shortestCell))));
  return { cellLength: Math.floor(longest / 2 ** doublings) * period, doublings };
}

/** Growth and fluctuation of one cell, per unit of t. */
interface Cell {
  readonly rate: number;
  readonly fluctuation: number;
}

/** Sums of growth and of fluctuation of one walker over consecutive cells of equal length. */
class Walk {
  private filled = 0;
  private readonly growth: Float64Array[];
  private readonly fluctuation = new Float64Array(cellsOfWalker);

  constructor(
    private readonly walker: Walker,
    rates: number,
    private readonly work: number,
  ) {
    this.growth = Array.from({ length: rates }, () => new Float64Array(cellsOfWalker));
  }

  fill(length: number): void {
    const { walker, growth, fluctuation } = this;
    for (; this.filled < cellsOfWalker; this.filled++) {
      spend(length * this.work);
      for (let i = 0; i < length; i++) {
        walker.advance();
        for (let c = 0; c < growth.length; c++) growth[c][this.filled] += walker.growth[c];
        fluctuation[this.filled] += walker.fluctuation;
      }
    }
  }

  /** Joins cells two by two, which leaves room for as many again. */
  pair(): void {
    for (const sums of [...this.growth, this.fluctuation]) {
      for (let i = 0; i < cellsOfWalker / 2; i++) sums[i] = sums[2 * i] + sums[2 * i + 1];
      sums.fill(0, cellsOfWalker / 2);
    }
    this.filled = cellsOfWalker / 2;
  }

  cells(rate: number, duration: number): Cell[] {
    // the fluctuation belongs to the first rate
    return Array.from(this.growth[rate].subarray(burnInCells), (sum, i) => ({
      rate: sum / duration,
      fluctuation: rate === 0 ? this.fluctuation[burnInCells + i] / duration : 0,
    }));
  }
}

/**
 * The mean of the rates where the fluctuation is 0, its known mean, by linear regression; Student's interval, widened by
 * what correlation of neighbouring cells is seen, or from the means of the walkers where these differ too much.
 */
function rateOf(walks: readonly (readonly Cell[])[], missing: number, rounding: number): Known {
  const cells = walks.flat();
  const n = cells.length;
  const meanRate = meanOf(cells.map(({ rate }) => rate));
  if (!Number.isFinite(meanRate)) return { value: meanRate, interval: [meanRate, meanRate] };
  const meanFluctuation = meanOf(cells.map(({ fluctuation }) => fluctuation));
  let [cross, square] = [0, 0];
  for (const { rate, fluctuation } of cells) {
    cross += (rate - meanRate) * (fluctuation - meanFluctuation);
    square += (fluctuation - meanFluctuation) ** 2;
  }
  const slope = square === 0 ? 0 : cross / square;
  const value = meanRate - slope * meanFluctuation;
  const residuals = walks.map((walk) => walk.map((cell) => cell.rate - value - slope * cell.fluctuation));
  const variance = meanOf(residuals.flat().map((x) => x * x)) * (n / (n - 2));
  const neighbours = meanOf(residuals.flatMap((walk) => walk.slice(1).map((x, i) => x * walk[i])));
  const correlation = variance === 0 ? 0 : Math.min(mostCorrelation, Math.max(0, neighbours / variance));
  const fromSlope = square === 0 ? 0 : meanFluctuation ** 2 / square;
  const standardError = Math.sqrt(variance * (1 / n + fromSlope) * ((1 + correlation) / (1 - correlation)));
  const means = residuals.map(meanOf);
  const betweenError = Math.sqrt(means.reduce((sum, x) => sum + x * x, 0) / (means.length * (means.length - 1)));
  const reach =
    betweenError > disagreement * standardError
      ? studentQuantile(1 - missing / 2, means.length - 1) * betweenError
      : studentQuantile(1 - missing / 2, n - 2) * standardError;
  return { value, interval: [value - reach - rounding, value + reach + rounding] };
}

function widenedBy(reach: number, { value, interval: [low, high] }: Known): Known {
  return { value, interval: [low - reach, high + reach] };
}

function trendOf(walks: readonly (readonly Cell[])[]): number {
  const half = Math.floor(walks[0].length / 2);
  const over = (cells: readonly Cell[]): number => meanOf(cells.map(({ rate }) => rate));
  return over(walks.flatMap((walk) => walk.slice(0, half))) - over(walks.flatMap((walk) => walk.slice(-half)));
}

/** Rounding leaves less of cells that all agree. */
const mostCorrelation = 0.99;
/** The means of eight walkers that have forgotten their starts spread by more than twice their error once in 2,000 times. */
const disagreement = 2;
