import type { FormText, FourierText } from '../../kernel/exponent/certificate.js';
import { randomStream } from '../../numeric/random.js';
import { meanOf } from '../../numeric/statistics.js';
import { dot, unit } from '../../numeric/vectors.js';
import { type AffineFunctions, combined, secondMoments } from '../matrices/affineFunctions.js';
import { solveSymmetric } from '../matrices/symmetricSystem.js';
import type { DirectionSample } from './directionSample.js';
import { type LoweredMaximum, lowerMaximum } from './smoothMaximum.js';

/** Functions φ_m on the sphere whose combinations Σ_m x_m φ_m serve as correctors of log‖y‖ (theory §4.3). */
export interface CorrectorBasis {
  /** k */
  readonly size: number;
  readonly unknowns: number;
  /** x_m · scales_m is the coefficient that a certificate states */
  readonly scales: Float64Array;
  /** writes 𝓛φ_m at the unit vector u to row_m, for every m, and returns Q(u) */
  evaluate(u: ArrayLike<number>, row: Float64Array): number;
  /** the corrector with the coefficients numerators/denominator */
  write(numerators: readonly string[], denominator: string): FourierText | FormText;
}

/** A φ for which Q + 𝓛φ has one sign on the samples, in doubles: a proposal that exact arithmetic has to confirm. */
export interface FoundCorrector {
  readonly coefficients: Float64Array;
  /** 1 when Q + 𝓛φ is negative, −1 when it is positive */
  readonly side: 1 | -1;
  /** how much the rounding of φ may change Q + 𝓛φ on the samples */
  readonly room: number;
  readonly samples: AffineFunctions;
}

/**
 * A corrector whose Q + 𝓛φ has one sign on samples of the sphere with room to spare, and where climbing from the highest samples finds no
 * violation; null where the basis allows none (theory §4.3, k ≥ 3).
 */
export function searchCorrector(basis: CorrectorBasis, guide: DirectionSample): FoundCorrector | null {
  const stream = randomStream(sampleSeed, 0);
  const fresh = (perUnknown: number) =>
    Array.from({ length: perUnknown * basis.unknowns + fewestSamples }, () =>
      unit(Float64Array.from({ length: basis.size }, () => stream.normal())),
    );
  const directions = [...guide.directions, ...fresh(samplesPerUnknown)];
  let samples = tabulate(basis, directions);
  const { count } = samples;
  const moments = secondMoments(samples, new Float64Array(count).fill(1 / count));
  const start = leastSquares(samples, moments);
  for (const side of likelySides(guide)) {
    let lowered: LoweredMaximum | null = null;
    for (let round = 0; round < mostRounds; round++) {
      lowered = lowerMaximum(oriented(samples, side), moments, lowered?.x ?? start, wantedShare, lowered);
      if (!(lowered.maximum < -worthwhileShare * Math.abs(guide.exponent))) break;
      const { x } = lowered;
      const accepted = acceptedShare * lowered.maximum;
      const violations = violationsOf(basis, side, x, accepted, [...directions, ...fresh(probesPerUnknown)]);
      if (violations.length === 0) return { coefficients: x, side, room: -roomShare * accepted, samples };
      directions.push(...violations);
      samples = joined(samples, tabulate(basis, violations));
    }
  }
  return null;
}

function likelySides({ exponent, uncertainty }: DirectionSample): readonly (1 | -1)[] {
  const likely = exponent < 0 ? 1 : -1;
  return Math.abs(exponent) > certainty * uncertainty ? [likely] : [likely, likely === 1 ? -1 : 1];
}

/** A sign of λ that is this many uncertainties from the other needs no second opinion. */
const certainty = 4;
/** Any fixed seed does: the samples only guide the search. */
const sampleSeed = 1;
const samplesPerUnknown = 8;
const fewestSamples = 60;
/** New directions in every round, among which violations are sought. */
const probesPerUnknown = 6;
const mostRounds = 12;
/** The optimum is |λ|; asking for less than half leaves freedom that keeps φ small (theory §4.3). */
const wantedShare = 0.45;
/** Where a degree allows less than this share of λ, the checker would take longer than the next degree. */
const worthwhileShare = 0.03;
/** Between samples Q + 𝓛φ may rise to this share of its maximum on them. */
const acceptedShare = 0.6;
/** What rounding of the coefficients may use up. */
const roomShare = 0.3;

function tabulate(basis: CorrectorBasis, directions: readonly Float64Array[]): AffineFunctions {
  const unknowns = basis.unknowns;
  const rows = new Float64Array(directions.length * unknowns);
  const offsets = Float64Array.from(directions, (direction, i) =>
    basis.evaluate(direction, rows.subarray(i * unknowns, (i + 1) * unknowns)),
  );
  return { count: directions.length, unknowns, offsets, rows };
}

function joined(a: AffineFunctions, b: AffineFunctions): AffineFunctions {
  return {
    count: a.count + b.count,
    unknowns: a.unknowns,
    offsets: Float64Array.of(...a.offsets, ...b.offsets),
    rows: concatenated(a.rows, b.rows),
  };
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

function oriented({ count, unknowns, offsets, rows }: AffineFunctions, side: 1 | -1): AffineFunctions {
  return { count, unknowns, offsets: offsets.map((x) => side * x), rows: rows.map((x) => side * x) };
}

/** The φ whose Q + 𝓛φ varies least in the mean square over the samples: where to start. */
function leastSquares(functions: AffineFunctions, moments: Float64Array): Float64Array {
  const { count, unknowns, offsets } = functions;
  const mean = meanOf(offsets);
  const means = combined(functions, new Float64Array(count).fill(1 / count));
  const right = combined(
    functions,
    offsets.map((offset) => (mean - offset) / count),
  );
  const covariance = moments.slice();
  for (let a = 0; a < unknowns; a++) {
    for (let b = 0; b <= a; b++) covariance[a * unknowns + b] -= means[a] * means[b];
    covariance[a * unknowns + a] += leastSquaresRidge * moments[a * unknowns + a];
  }
  return solveSymmetric(covariance, right) ?? new Float64Array(unknowns);
}

/** ‖y‖^n is among the forms and changes nothing, so the normal equations are singular without it. */
const leastSquaresRidge = 1e-9;

/** Where side·(Q + 𝓛φ) exceeds `accepted`: the highest of the directions and local maxima climbed from them by shrinking steps. */
function violationsOf(
  basis: CorrectorBasis,
  side: 1 | -1,
  x: Float64Array,
  accepted: number,
  directions: readonly Float64Array[],
): readonly Float64Array[] {
  const row = new Float64Array(x.length);
  const valueAt = (u: Float64Array): number => {
    return side * (basis.evaluate(u, row) + dot(x, row));
  };
  const highest = directions
    .map((direction) => ({ direction, value: valueAt(direction) }))
    .sort((a, b) => b.value - a.value);
  const peaks = highest.slice(0, climbs).map(({ direction, value }) => climb(valueAt, direction, value));
  return [...peaks, ...highest.slice(climbs, climbs + x.length)]
    .filter(({ value }) => value > accepted)
    .map(({ direction }) => direction);
}

function climb(valueAt: (u: Float64Array) => number, start: Float64Array, height: number) {
  let direction = start;
  let value = height;
  for (let step = firstStride; step > lastStride; step /= 2) {
    for (let axis = 0; axis < 2 * start.length; axis++) {
      const moved = direction.slice();
      moved[axis >> 1] += axis % 2 === 0 ? step : -step;
      const candidate = unit(moved);
      const candidateValue = valueAt(candidate);
      if (candidateValue > value) {
        direction = candidate;
        value = candidateValue;
      }
    }
  }
  return { direction, value };
}

const climbs = 30;
const firstStride = 0.2;
const lastStride = 1e-3;
