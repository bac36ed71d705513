import { compare, dividedBy, minus, one, type Rational, rational, times, toNumber } from '../../arithmetic/rational.js';
import type { ExpandedProcess } from '../../kernel/exponent/neighbourhoodProcess.js';
import { gradedForms } from './gradedForms.js';
import { roundedDown } from './neighbourhood.js';
import type { Candidate } from './neighbourhoodCandidate.js';

/**
 * W = |y|^p for one parameter: with drift β(y) y and squared noise σ²(y) y², 𝓛W = p (β + ½(p − 1) σ²) W (theory §4.4).
 *
 * At y = 0 this vanishes for p* = 1 − 2β/σ² = 2α/σ², and is negative below. p* itself serves where drift and noise
 * attract more strongly further out, as the quartic well's do; then only the probability is bounded.
 */
export function scalarCandidates(process: ExpandedProcess): Candidate[] {
  const { drift, covariance } = gradedForms(process);
  const driftSlopes = drift[0].map(([slope]) => slope);
  const squares = covariance[0][0].map(([square]) => square);
  return exponents(driftSlopes[0], squares[0]).flatMap((exponent) => {
    const rateAt = (beta: Rational, square: Rational): Rational =>
      times(exponent, minus(times(times(rational(1, 2), minus(one, exponent)), square), beta));
    const rate = roundedDown(times(rateShare, rateAt(driftSlopes[0], squares[0])));
    if (rate.numerator < 0n) return [];
    const gaps = driftSlopes.map((beta, l) => toNumber(rateAt(beta, squares[l])));
    const radius = largestRadius((y) => polynomial(gaps, y) >= toNumber(rate));
    const weight = { denominator: '1', constant: '1', cosine: [], sine: [] };
    return radius === null ? [] : [{ exponent, rate, weight, bounds: [one, one] as const, radius }];
  });
}

/** The certified rate is this share of the linearised one, which leaves the rest to what is not linear. */
const rateShare = rational(1, 8);

/** p* and shares of it; without noise, or with little, the largest that is tried. */
function exponents(beta: Rational, square: Rational): Rational[] {
  const critical = square.numerator === 0n ? null : minus(one, dividedBy(times(rational(2), beta), square));
  const top = critical === null || compare(critical, largestExponent) > 0 ? largestExponent : critical;
  if (top.numerator <= 0n || (critical === null && beta.numerator >= 0n)) return [];
  const shares = exponentShares.map((share) => times(share, top)).map(roundedDown);
  return top === critical ? [top, ...shares] : shares;
}

/** Beyond it the bound is below 10^-16 one radius in two away. */
const largestExponent = rational(64);
const exponentShares = [rational(31, 32), rational(7, 8), rational(3, 4), rational(1, 2), rational(1, 4)];

/** The largest distance up to which a condition holds on both sides, in steps of a hundredth; null when it holds nowhere. */
function largestRadius(holds: (y: number) => boolean): number | null {
  let radius: number | null = null;
  for (let r = smallestRadius; holds(r) && holds(-r); r = Math.min(r * radiusStep, farthestRadius)) {
    radius = r;
    if (r === farthestRadius) break;
  }
  return radius;
}

const smallestRadius = 1e-6;
/** A point's neighbourhood; a bound for a larger radius is one for this too. */
const farthestRadius = 10;
const radiusStep = 1.01;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
}
