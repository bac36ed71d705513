import { type Rational, toNumber } from '../../arithmetic/rational.js';
import { excessOf } from '../../kernel/exponent/checkNeighbourhood.js';
import type { ExpandedProcess } from '../../kernel/exponent/neighbourhoodProcess.js';
import { readWeight } from '../../kernel/exponent/readNeighbourhood.js';
import { dyadic } from '../matrices/dyadic.js';
import { type GradedProcess, gradedForms } from './gradedForms.js';
import { roundedDown } from './neighbourhood.js';
import type { Candidate } from './neighbourhoodCandidate.js';
import type { WeightText } from './neighbourhoodCertificate.js';
import { hasOddParts, polarProcess } from './neighbourhoodRows.js';
import { flattestWeight, type WeightProblem, weightText, widestMargin } from './neighbourhoodWeight.js';

/**
 * W = r^p g(ϑ) for two parameters, g an even trigonometric polynomial found by linear programmes on points of the ball
 * (theory §4.4): for a given p and δ the margin by which 𝓛W < 0 is linear in g, and so is what g may rise to.
 *
 * The number of modes rises until the largest p hardly grows; for shares of it δ is made as large as the margin and the
 * remainders of Taylor's formula allow, and then the ratio of the bounds of g as small as it may be. `expand` gives the
 * process on a ball, null where it has no expansion.
 */
export function planarCandidates(
  atPoint: ExpandedProcess,
  expand: (radius: Rational) => ExpandedProcess | null,
): Candidate[] {
  const forms = gradedForms(atPoint);
  const problem = { process: polarProcess(forms), turn: hasOddParts(forms) ? 2 * Math.PI : Math.PI };
  let best: { modes: number; exponent: number } | null = null;
  for (const modes of modeCounts) {
    const exponent = largestExponent(problem, modes, best?.exponent ?? null);
    if (exponent === null || (best !== null && exponent < best.exponent)) continue;
    const isSettled = best !== null && exponent < worthwhileGrowth * best.exponent;
    best = { modes, exponent };
    if (isSettled) break;
  }
  const ball = best && ballWithRemainders(atPoint, expand);
  if (best === null || ball === null) return [];
  const { modes, exponent: top } = best;
  return exponentShares.flatMap((share) => candidateAt(problem, ball, modes, roundedDown(dyadic(share * top))) ?? []);
}

type Problem = Pick<WeightProblem, 'process' | 'turn'>;

const modeCounts = [2, 4, 8, 16, 24];
const worthwhileGrowth = 1.05;
const exponentShares = [0.85, 0.6];

/** The largest p that leaves a margin at r = 0, by halving and bisection from above; null where none of them does. */
function largestExponent(problem: Problem, modes: number, known: number | null): number | null {
  const holds = (exponent: number) => widestMargin({ ...problem, modes, exponent, radius: 0 }, 0).margin > 0;
  let low = known ?? highestExponent;
  for (; !holds(low); low /= 2) if (low < lowestExponent) return null;
  return low < highestExponent ? bisected(low, Math.min(2 * low, highestExponent), exponentBisections, holds) : low;
}

const highestExponent = 4;
const lowestExponent = 1 / 64;
const exponentBisections = 4;

/** Null where there is no margin. */
function candidateAt(problem: Problem, ball: ExpandedProcess, modes: number, exponent: Rational): Candidate | null {
  const at = (radius: number): WeightProblem => ({ ...problem, modes, exponent: toNumber(exponent), radius });
  const { margin, coefficients } = widestMargin(at(0));
  if (!(margin > 0)) return null;
  const needed = keptMargin * margin;
  const limit = remainderRadius(ball, exponent, weightText(coefficients), remainderShare * needed);
  const radius = largestHolding(limit, (r) => widestMargin(at(r), needed).margin > needed);
  const found = radius === null ? null : flattestWeight(at(radius));
  return radius === null || found === null ? null : { exponent, radius, ...found };
}

/** What is left of the margin at the point, so that the ball is large. */
const keptMargin = 0.4;
/** What remainders may take of that. */
const remainderShare = 0.1;

/** The largest radius up to a limit for which a condition holds, within some per cent; it holds for all small ones. */
function largestHolding(limit: number, holds: (radius: number) => boolean): number | null {
  if (holds(limit)) return limit;
  let high = limit;
  let low = high / radiusRange;
  for (; !holds(low); low /= radiusRange) {
    if (low < nearestRadius) return null;
    high = low;
  }
  return bisected(low, high, radiusBisections, holds);
}

const farthestRadius = 10;
const nearestRadius = 1e-4;
const radiusRange = 4;
const radiusBisections = 4;

/** Where a condition that holds at `low` still holds, after halving the ratio high/low so many times. */
function bisected(low: number, high: number, rounds: number, holds: (value: number) => boolean): number {
  let [inside, outside] = [low, high];
  for (let round = 0; round < rounds; round++) {
    const middle = Math.sqrt(inside * outside);
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** The process on a ball where its remainders are small but not much too small; null where it has no expansion anywhere. */
function ballWithRemainders(
  atPoint: ExpandedProcess,
  expand: (radius: Rational) => ExpandedProcess | null,
): ExpandedProcess | null {
  const order = atPoint.driftDeviation.length - 1;
  const sizes = Array.from({ length: order + 1 }, (_, l) => sizeOf(gradedForms(atPoint), l));
  const last = sizes.findLastIndex((size) => size > 0);
  // Taylor's terms fall like (radius/reach)^l
  const reach = last > 0 ? (sizes[0] / sizes[last]) ** (1 / last) : farthestRadius;
  let radius = Math.min(farthestRadius, reach * smallRemainder ** (1 / order));
  for (let round = 0; radius > nearestRadius; round++) {
    const expanded = expand(dyadic(radius));
    if (expanded === null) {
      radius /= radiusRange;
      continue;
    }
    const rest = toNumber(expanded.driftDeviation[order]) + toNumber(expanded.covarianceDeviation[order]);
    const wanted = Math.min(farthestRadius, ((smallRemainder * sizes[0]) / rest) ** (1 / order));
    const isClose = wanted < radius * closeRadius && radius < wanted * closeRadius;
    if (rest === 0 || isClose || round >= mostRounds) return expanded;
    radius = Math.min(wanted, radius * radiusRange);
  }
  return null;
}

/** Of the leading terms. */
const smallRemainder = 1e-4;
const closeRadius = 1.5;
const mostRounds = 3;

/** The sizes of all coefficients of the drift's form of degree l + 1 and the covariance's of degree l + 2. */
function sizeOf({ drift, covariance }: GradedProcess, l: number): number {
  const coefficients = [...drift, ...covariance.flat()].flatMap((forms) => forms[l]);
  return coefficients.reduce((sum, value) => sum + Math.abs(toNumber(value)), 0);
}

/** Where remainders as on the given ball take a given rate from 𝓛W ≤ 0. */
function remainderRadius(ball: ExpandedProcess, exponent: Rational, weight: WeightText, rate: number): number {
  const excess = excessOf(ball, readWeight(weight, 2), exponent);
  const order = excess.length - 1;
  return Math.min(farthestRadius, (rate / toNumber(excess[order])) ** (1 / order));
}
