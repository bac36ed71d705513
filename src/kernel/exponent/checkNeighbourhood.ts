import {
  absolute,
  minus,
  negated,
  one,
  plus,
  type Rational,
  rational,
  sumOf,
  times,
  toText,
  zero,
} from '../../arithmetic/rational.js';
import { NotFollowed, Work } from '../notFollowed.js';
import { instanceLines } from '../point/samples.js';
import { scaled, sumOf as sumOfPolynomials } from '../quotients/polynomial.js';
import { list, object } from '../readJson.js';
import type { FollowedStatement, StatementLine } from '../statement.js';
import { isNonPositiveOnBall } from './ballSign.js';
import { Generator, powerIn, productIn, total } from './generator.js';
import { type ExpandedProcess, expandProcess } from './neighbourhoodProcess.js';
import { type CheckedNeighbourhood, readNeighbourhood } from './readNeighbourhood.js';
import { type FourierPolynomial, inPlainCoordinates, sizeOfDerivative } from './trigonometric.js';

/**
 * Verifies a certificate of a neighbourhood in exact rational arithmetic and rational enclosures (theory §4.4, §7).
 *
 * Drift and covariance are expanded anew from the formulas of the certificate, with bounds on the remainders. Throws
 * NotFollowed.
 */
export function checkNeighbourhood(json: unknown): FollowedStatement {
  const read = readNeighbourhood(json);
  const { exponent, radius, rate, bounds } = read;
  requireDecrease(read, expandProcess(read.process, read.order, radius));
  const factor = `${toText(bounds[1])}/(${toText(bounds[0])})`;
  return {
    conclusion: `𝓛W ≤ −${toText(rate)} W within ${toText(radius)} of the point, so that from distance r the process ever reaches ${toText(radius)} with probability at most ${factor} (r/${toText(radius)})^(${toText(exponent)})`,
    statement: processLines(read, object(object(json, 'certificate').process, 'process')),
  };
}

/** g between its bounds and 𝓛W ≤ −rate W, W = r^p g = R^a G with the form G = R^N g, N the number of g's modes, and a = ½p − N. */
function requireDecrease(
  { exponent, radius, rate, weight, bounds }: CheckedNeighbourhood,
  expanded: ExpandedProcess,
): void {
  const { chart } = expanded;
  const work = new Work(parts);
  const modes = weight.real.length;
  const form = inPlainCoordinates(weight, chart, work);
  const round = powerIn(chart.square, modes, work);
  const [lower, upper] = bounds.map((bound) => scaled(round, bound));
  const generator = new Generator({ ...chart, ...expanded }, work);
  const half = minus(times(exponent, rational(1, 2)), rational(modes));
  const decrease = total([
    generator.ofWeighted(form, half),
    scaled(productIn(powerIn(chart.square, 2, work), form, work), rate),
  ]);
  const first = 2 * modes;
  const none = { first, excess: [zero] };
  for (const [polynomial, above, name] of [
    [sumOfPolynomials(form, scaled(upper, negated(one))), none, 'g ≤ upper bound'],
    [sumOfPolynomials(lower, scaled(form, negated(one))), none, 'g ≥ lower bound'],
    [decrease, { first: first + 4, excess: excessOf(expanded, weight, exponent) }, '𝓛W ≤ −rate W'],
  ] as const) {
    if (!isNonPositiveOnBall(polynomial, above, chart, radius, work)) {
      throw new NotFollowed(`${name} is not established everywhere`);
    }
  }
}

/** The forms of W have hundreds of terms. */
const parts = 1000;

/**
 * What the deviations of drift and covariance may add to r^{4 + 2N − p} 𝓛W, as the coefficients of r^{2N + 4 + l}:
 * (p|g| + |g'|) |δb| + ½ [p|p − 1||g| + 2|p − 1||g'| + |p g + g''|] |δA|.
 */
export function excessOf(
  { chart, driftDeviation, covarianceDeviation }: ExpandedProcess,
  weight: FourierPolynomial,
  exponent: Rational,
): Rational[] {
  const [value, first, second] = [0, 1, 2].map((order) => sizeOfDerivative(weight, order));
  const distance = absolute(minus(exponent, one));
  const onDrift = plus(times(exponent, value), first);
  const angular = chart.atoms.length === 1 ? zero : plus(times(exponent, value), second);
  const onNoise = sumOf([times(times(exponent, distance), value), times(times(rational(2), distance), first), angular]);
  return driftDeviation.map((deviation, l) =>
    plus(times(onDrift, deviation), times(times(rational(1, 2), onNoise), covarianceDeviation[l])),
  );
}

/** The process as the certificate writes it. */
function processLines({ process }: CheckedNeighbourhood, written: Readonly<Record<string, unknown>>): StatementLine[] {
  const { parameters, base, instance } = process;
  const parts = ['drift', 'noise'].flatMap((name) =>
    list(written[name], name).map((part) => ({ name, text: JSON.stringify(part) })),
  );
  return [
    { name: 'point', text: parameters.map((name, i) => `${name} = ${toText(base[i])}`).join(', ') },
    ...parts,
    ...instanceLines(instance),
  ];
}
