import { exact, outward, times } from '../../arithmetic/enclosure.js';
import { exponential, logarithm } from '../../arithmetic/enclosureFunctions.js';
import { compare, dividedBy, type Rational, rational, toNumber, toText } from '../../arithmetic/rational.js';
import { decimalText } from '../../expression/syntax/decimal.js';
import type { Followed } from '../../kernel/proved.js';
import { dyadic } from '../matrices/dyadic.js';
import type { NeighbourhoodCertificate } from './neighbourhoodCertificate.js';

/**
 * A ball about an attractive point that the process itself, not only its linearisation, seldom leaves: from distance
 * r ≤ radius it ever reaches `radius` with probability at most factor · (r/radius)^exponent (theory §4.4).
 *
 * Distances are those of the parameters from the point. Where rate > 0, trajectories that do not reach the radius tend
 * to the point: limsup log(distance)/t ≤ −rate/exponent almost surely.
 */
export interface Neighbourhood {
  /** p */
  readonly exponent: Rational;
  /** δ */
  readonly radius: Rational;
  /** C ≥ 1 */
  readonly factor: Rational;
  /** c in 𝓛W ≤ −c W; 0 where only the probability is bounded */
  readonly rate: Rational;
  /** what is proved, in words */
  readonly statement: string;
  readonly certificate: Followed<NeighbourhoodCertificate>;
}

/**
 * An upper bound, rounded up, for the probability that the process ever reaches a distance when it starts at `distance`:
 * min(1, C (r/δ)^p). Any smaller radius will do in place of δ: `reach` is the distance in question, δ when left out or
 * when larger. Throws RangeError for a negative distance or one that is not finite.
 */
export function escapeBound(
  { exponent, radius, factor }: Pick<Neighbourhood, 'exponent' | 'radius' | 'factor'>,
  distance: number,
  reach: number = Number.POSITIVE_INFINITY,
): number {
  if (!(distance >= 0 && Number.isFinite(distance))) throw new RangeError(`escapeBound: a distance of ${distance}`);
  if (distance === 0) return 0;
  const limit = reach < toNumber(radius) ? dyadic(reach) : radius;
  const start = dyadic(distance);
  if (compare(start, limit) >= 0) return 1;
  const share = logarithm(exact(dividedBy(start, limit)), boundBits);
  const power = share && exponential(times(outward(share, boundBits), exact(exponent)), boundBits);
  // beyond what the exponential function covers, exp(−20,000) is a bound that is 0 in doubles
  if (power === null) return Number.MIN_VALUE;
  const bound = toNumber(times(power, exact(factor)).upper);
  return Math.min(1, bound * (1 + 2 * Number.EPSILON) + Number.MIN_VALUE);
}

/** More than a double holds. */
const boundBits = 80;

/** The neighbourhood that a certificate proves, with a sentence for it. */
export function neighbourhoodOf(
  certificate: Followed<NeighbourhoodCertificate>,
  values: Pick<Neighbourhood, 'exponent' | 'radius' | 'factor' | 'rate'>,
): Neighbourhood {
  const { exponent, radius, factor, rate } = values;
  const [p, δ, C] = [exponent, radius, factor].map(textOf);
  const scale = compare(factor, rational(1)) === 0 ? '' : `${C} `;
  const limit =
    rate.numerator === 0n
      ? ''
      : `; if it never does, it tends to the point, with limsup log(distance)/t at most -${textOf(roundedDown(dividedBy(rate, exponent)))}`;
  const statement = `Started at distance r from ${certificate.set}, the SDE ever reaches distance ${δ} with probability at most ${scale}(r/${δ})^${p}${limit}.`;
  return { ...values, statement, certificate };
}

function textOf(value: Rational): string {
  const decimal = decimalText(value);
  return decimal !== null && decimal.length <= longestDecimal ? decimal : `(${toText(value)})`;
}

const longestDecimal = 12;

/** The largest number of three significant decimal digits that is not above the value ≥ 0. */
export function roundedDown(value: Rational): Rational {
  const { numerator, denominator } = value;
  if (numerator === 0n) return value;
  let places = 2 - Math.floor(Math.log10(toNumber(value)));
  const digitsAt = (n: number): bigint =>
    n >= 0 ? (numerator * 10n ** BigInt(n)) / denominator : numerator / (denominator * 10n ** BigInt(-n));
  if (digitsAt(places) >= 1000n) places -= 1;
  return places >= 0
    ? rational(digitsAt(places), 10n ** BigInt(places))
    : rational(digitsAt(places) * 10n ** BigInt(-places));
}
