import { decisiveLevel } from '../../model/evidence.js';
import type { ValueLattice } from './batchLattice.js';
import { type BatchMultiplier, type LogMultiplier, multiplierRounding } from './batchMultiplier.js';
import { gaussianReach, type MultiplierRange, multiplierRange } from './batchRange.js';
import { BatchTransform } from './batchTransform.js';
import { meanLogAroundMean, meanLogSinc } from './transformContour.js';

/**
 * E log|M| for the multiplier M of one step from its characteristic function φ, without enumerating batches.
 *
 * From log|2 sin(x/2)| = −Σ_{n≥1} cos(nx)/n, for every step Δ,
 *   E log|M| = −Σ_{n≥1} Re φ(nΔ)/n − log Δ − E log sinc(MΔ/2),
 * where the last function is analytic on the range of M. Where M stays away from 0 the logarithm itself is analytic and
 * the series is not needed.
 *
 * Error: rounding, and the terms left out. For discrete M, φ does not decay; the size of its plateau says how far the
 * law of M differs from a smooth one at the scale the series resolves, and the estimate takes the phases as random
 * (its level is below 1). A lattice law has exact returns of φ, which no plateau shows: they sum to
 * g ρ(0) log|2 sin πθ|, with g the spacing of M, ρ its smoothed density, θ the place of 0 between lattice points.
 *
 * @param lattice of the values, when they lie on one and nothing Gaussian is added; else null
 */
export function fourierLogMultiplier(multiplier: BatchMultiplier, lattice: ValueLattice | null): LogMultiplier {
  const transform = new BatchTransform(multiplier);
  const range = multiplierRange(multiplier);
  const rounding = Number.EPSILON * (roundingBase + roundingPerDraw * multiplier.batch);
  const smoothResult = { level: 1, method: 'quadrature', vanishing: 0 } as const;
  if (range.radius <= analyticShare * Math.abs(range.mean)) {
    const value = Math.log(Math.abs(range.mean)) + meanLogAroundMean(transform, range.mean, range.radius);
    return { value, error: rounding * (1 + Math.abs(value)), ...smoothResult };
  }
  const step = 2 / (Math.abs(range.mean) + range.radius);
  const series = sumSeries(transform, step, termLimits(multiplier, range, step, lattice));
  const value = -series.sum - Math.log(step) - meanLogSinc(transform, step);
  const error = rounding * (1 + Math.abs(Math.log(step)) + series.absoluteSum) + series.tail;
  const result = { ...smoothResult, value, error, level: series.tail <= rounding ? 1 : decisiveLevel };
  // a law that is not smooth at the scale of its lattice takes few of the lattice's points: they count as real numbers
  if (lattice === null || series.tail > rounding) return result;
  return latticeCorrected(result, series, lattice.origin, lattice.spacing / multiplier.batch);
}

/** Rounding seen on laws that can also be enumerated stays ten times below these. */
const roundingBase = 64;
const roundingPerDraw = 4;
/** Here log(1 + w) is a power series that gains 0.6 digits a term. */
const analyticShare = 0.25;
/** The series runs this many times past the point where a Gaussian of the same variance has decayed, … */
const pastGaussian = 8;
/** … this many terms a draw, so that clusters a tenth of the range apart show their returns, … */
const termsPerDraw = 32;
/** … and no further than about 30 ms of factors allow; the rest of a term costs as much as so many factors. */
const affordableFactors = 8e6;
const factorsPerTerm = 30;
/** The tail is a sum over random phases, with few large ones when an atom happens to lie close to 0: six deviations. */
const tailDeviations = 6;
/** A tail below this is not worth a longer series. */
const negligibleTail = 1e-15;

interface TermLimits {
  readonly least: number;
  readonly most: number;
  /** where Gaussian noise has ended φ; Infinity without it */
  readonly dampedEnd: number;
  /** terms over which φ keeps its phase: 1/(standard deviation · Δ) */
  readonly correlation: number;
}

function termLimits(
  { batch, values, replacement }: BatchMultiplier,
  { standardDeviation, leastVariance }: MultiplierRange,
  step: number,
  lattice: ValueLattice | null,
): TermLimits {
  const gaussianEnd = Math.ceil(gaussianReach / (standardDeviation * step));
  const dampedEnd = Math.ceil(gaussianReach / (Math.sqrt(leastVariance) * step));
  const halfPeriod = lattice === null ? Infinity : Math.floor((Math.PI * batch) / (lattice.spacing * step));
  const factors = factorsPerTerm + values.length + (replacement ? 0 : batch * (values.length - batch));
  const affordable = Math.floor(affordableFactors / factors);
  const most = Math.min(Math.max(4 * gaussianEnd, affordable), dampedEnd, halfPeriod);
  const wanted = Math.max(pastGaussian * gaussianEnd, termsPerDraw * batch);
  const least = Math.min(wanted, Math.max(2 * gaussianEnd, affordable), most);
  return { least, most, dampedEnd, correlation: 1 + 1 / (standardDeviation * step) };
}

interface Series {
  /** Σ Re φ(nΔ)/n */
  readonly sum: number;
  /** Σ |φ(nΔ)|/n */
  readonly absoluteSum: number;
  /** estimate of what the terms left out add */
  readonly tail: number;
  /** ρ(0) = (Δ/2π) Σ_n φ(nΔ) over all integers n */
  readonly density: number;
  /** bound of |ρ′| */
  readonly densitySlope: number;
}

function sumSeries(transform: BatchTransform, step: number, limits: TermLimits): Series {
  const { least, most, dampedEnd, correlation } = limits;
  let sum = 0;
  let absoluteSum = 0;
  let realSum = 0;
  let momentSum = 0;
  let squares = 0;
  let squaresBefore = 0;
  let halfway = Math.ceil(least / 2);
  let end = least;
  let tail = Infinity;
  for (let n = 1; n <= end; n++) {
    transform.evaluateMultiple(n, step);
    const size = Math.hypot(transform.real, transform.imaginary);
    sum += transform.real / n;
    absoluteSum += size / n;
    realSum += transform.real;
    momentSum += n * size;
    squares += size * size;
    if (n === halfway) squaresBefore = squares;
    if (n < end) continue;
    const plateau = (squares - squaresBefore) / Math.max(1, n - halfway);
    tail = n >= dampedEnd ? 0 : tailDeviations * Math.sqrt((plateau * correlation) / (2 * n));
    if (tail > negligibleTail && n < most) {
      halfway = n;
      squaresBefore = squares;
      end = Math.min(2 * n, most);
    }
  }
  return {
    sum,
    absoluteSum,
    tail,
    density: (step / (2 * Math.PI)) * (1 + 2 * realSum),
    densitySlope: (step * step * momentSum) / Math.PI,
  };
}

/** Adds the lattice's returns of φ: the Euler–Maclaurin formula for Σ_k g ρ(x_k) log|x_k| with its singularity at 0. */
function latticeCorrected(smooth: LogMultiplier, series: Series, origin: number, spacing: number): LogMultiplier {
  const place = origin / spacing - Math.round(origin / spacing);
  // where the law has ended, rounding leaves the density a sign of its own
  const atom = Math.max(0, spacing * series.density);
  const error = smooth.error + secondOrder * spacing * spacing * series.densitySlope;
  const corrected = { ...smooth, error, level: decisiveLevel };
  if (Math.abs(place) * spacing > multiplierRounding([origin]))
    return { ...corrected, value: smooth.value + atom * Math.log(2 * Math.abs(Math.sin(Math.PI * place))) };
  return {
    ...corrected,
    value: (smooth.value + atom * Math.log((2 * Math.PI) / spacing)) / (1 - atom),
    vanishing: atom,
  };
}

/** The next term is g² ρ′(0) Cl₂(2πθ)/2π, and Clausen's function stays below 1.015. */
const secondOrder = 1.015 / (2 * Math.PI);
