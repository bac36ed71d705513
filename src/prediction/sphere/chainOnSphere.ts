import { exponentsOf } from '../../arithmetic/exponents.js';
import { spend } from '../../arithmetic/work.js';
import { decisiveLevel } from '../../model/evidence.js';
import { monomials, multinomial } from '../certificate/formBasis.js';
import type { PlanarChain } from '../chain/planarChain.js';
import { widthOf } from '../interval.js';
import type { Exponent } from '../prediction.js';
import { multiply } from '../products/directionStep.js';
import { normalRule } from './normalRule.js';
import { type SphereOperator, solveOnSphere } from './spherePoisson.js';
import { type SphereRule, sphereRule } from './sphereRule.js';

/**
 * λ of y ← M y for k = 3 or 4, M drawn from a mixture of Gaussian or fixed matrices, per unit of t: from E log‖Mu‖ + E φ(Mu/‖Mu‖) − φ(u) = λ
 * for the direction u in forms φ of rising degree (theory §6).
 *
 * For any φ the exponent lies between the extremes of the left side. They are taken on a finer rule, with a finer one for the
 * mean over M, and stretched for what the sampling misses. The search ends at the first interval that is enough; null where
 * none is found in a fraction of a second.
 */
export function chainExponentOnSphere(chain: PlanarChain, isEnough: (found: Exponent) => boolean): Exponent | null {
  const k = chain.components[0].mean.length;
  if (k !== 3 && k !== 4) return null;
  let before = Infinity;
  for (const degree of degrees[k]) {
    const found = solved(chain, k, degree, isEnough);
    if (found === null || isEnough(found)) return found;
    const width = widthOf(found);
    if (!(width * usefulGain <= before)) return null;
    before = width;
  }
  return null;
}

/** Degrees that are tried; beyond the last a solution takes seconds. */
const degrees = { 3: [4, 8, 12, 16, 20], 4: [4, 6, 8] } as const;
/** A higher degree has to gain this factor, or the directions' law is too rough for forms. */
const usefulGain = 3;
/** Points a normal coordinate: some for steps of 1 + a few hundredths, more for those that draw much. */
const fewestPoints = 4;
const pointsADeviation = 25;
const mostPoints = 14;
/** Of the rule that the residual is taken with. */
const finer = 1.4;
/** What a step makes of a form is no form: degrees above it that the rule on the sphere still takes right. */
const addedDegree = 4;
/** Between the directions of the finer rule the left side goes on by less than its range. */
const stretch = 2;

/** With the interval that finer rules leave; where the root mean square of the residual is too large already, with that alone. */
function solved(chain: PlanarChain, k: 3 | 4, degree: number, isEnough: (found: Exponent) => boolean): Exponent | null {
  const points = Math.min(mostPoints, Math.ceil(fewestPoints + pointsADeviation * largestDeviation(chain)));
  const rule = sphereRule(k, 2 * (degree + addedDegree));
  const operator = chainOperator(chain, degree, points);
  if (workOf(operator, rule) > mostWork) return null;
  const { value, coefficients, deviation, rounding } = solveOnSphere(operator, rule);
  const upTo = (residual: number): Exponent => {
    const reach = stretch * residual + rounding;
    return { value, interval: [value - reach, value + reach], level: decisiveLevel, method: 'spectral' };
  };
  if (!isEnough(upTo(deviation))) return upTo(deviation);
  const finerRule = sphereRule(k, 3 * (degree + addedDegree));
  const finerOperator = chainOperator(chain, degree, Math.ceil(finer * points));
  if (workOf(finerOperator, finerRule) > mostWork) return null;
  const row = new Float64Array(operator.unknowns);
  let spread = 0;
  for (const u of finerRule.directions) {
    let left = finerOperator.evaluate(u, row);
    for (let m = 1; m < row.length; m++) left += row[m] * coefficients[m];
    spread = Math.max(spread, Math.abs(left - value));
  }
  return upTo(spread);
}

/** Values of forms that are taken. */
function workOf({ imagesOf, unknowns }: ChainOperator, { directions }: SphereRule): number {
  return directions.length * imagesOf(directions[0]) * unknowns;
}

/** A second or so. */
const mostWork = 3e7;

/** The largest deviation of an entry of Mu, u a unit vector, at most. */
function largestDeviation({ components }: PlanarChain): number {
  return (
    Math.max(...components.map(({ noise }) => Math.hypot(...noise.flat(2)))) / Math.sqrt(components[0].mean.length)
  );
}

interface ChainOperator extends SphereOperator {
  /** how many images of a direction the means are taken over */
  imagesOf(u: ArrayLike<number>): number;
}

/** (E φ(Mu/‖Mu‖) − φ(u)) and E log‖Mu‖ a unit of t, for the forms of `formBasis`. */
function chainOperator({ components, duration }: PlanarChain, degree: number, count: number): ChainOperator {
  const size = components[0].mean.length;
  const scales = exponentsOf(size, degree).map((powers) => Math.sqrt(multinomial(powers)));
  const { values, fill } = monomials(size, degree);
  const own = values[degree];
  const flat = (matrix: readonly (readonly number[])[]) => Float64Array.from(matrix.flat());
  const laws = components.map(({ weight, mean, noise }) => ({ weight, mean: flat(mean), noise: noise.map(flat) }));
  const image = new Float64Array(size);
  const rulesAt = (u: ArrayLike<number>) =>
    laws.map(({ weight, mean, noise }) => ({
      weight,
      ...normalRule(
        imageOf(mean, u),
        noise.map((matrix) => imageOf(matrix, u)),
        count,
      ),
    }));
  return {
    imagesOf: (u) => rulesAt(u).reduce((sum, { shares }) => sum + shares.length, 0),
    size,
    unknowns: scales.length,
    degree: degree + addedDegree,
    evaluate(u, row) {
      fill(u);
      for (let m = 0; m < row.length; m++) row[m] = -own[m];
      let drift = 0;
      for (const { weight, nodes, shares } of rulesAt(u)) {
        spend((nodes.length * (row.length + size)) / entriesAStep);
        for (let n = 0; n < shares.length; n++) {
          let square = 0;
          for (let i = 0; i < size; i++) square += nodes[n * size + i] ** 2;
          const length = Math.sqrt(square);
          for (let i = 0; i < size; i++) image[i] = nodes[n * size + i] / length;
          fill(image);
          const share = weight * shares[n];
          drift += share * Math.log(length);
          for (let m = 0; m < row.length; m++) row[m] += share * own[m];
        }
      }
      for (let m = 0; m < row.length; m++) row[m] *= scales[m] / duration;
      return drift / duration;
    },
  };
}

/** Products that are as much work as a step of `spend`. */
const entriesAStep = 1000;

function imageOf(matrix: Float64Array, u: ArrayLike<number>): Float64Array {
  const image = new Float64Array(u.length);
  multiply(matrix, u, image);
  return image;
}
