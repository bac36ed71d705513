import { dividedBy, rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  isNumber,
  moment,
  negate,
  number,
  power,
  product,
  quotient,
  splitCoefficient,
  sum,
} from '../expression/syntax/expression.js';
import type { Condition, EigenDirection, Linearisation } from './derivation.js';
import { eigenvalueAlong } from './eigenvalueAlong.js';
import { expressionSize } from './expressionSize.js';

/** Exponents of one or two eigen-directions: value is the larger, |·| of what they differ in by its sign. */
export interface ExponentGroup {
  readonly value: Expression;
  readonly members: readonly Expression[];
}

/** The largest of the exponents along the common eigenvectors, max written through |·| where two differ by a sign. */
export function largestExponent(directions: Directions, data: readonly string[]): Expression {
  return extreme('max', directions, data);
}

type Directions = readonly Pick<EigenDirection, 'exponent'>[];

function extreme(name: 'max' | 'min', directions: Directions, data: readonly string[]): Expression {
  const values = exponentGroups(directions, data, name).map(({ value }) => value);
  return values.length === 1 ? values[0] : call(name, ...values);
}

/**
 * The exponents whose largest (or smallest) is asked for: equal ones once, two that mirror each other, a + b and a − b, as
 * one, a + |b| (or a − |b|).
 */
export function exponentGroups(
  directions: Directions,
  data: readonly string[],
  name: 'max' | 'min' = 'max',
): ExponentGroup[] {
  const distinct: Expression[] = [];
  for (const { exponent } of directions) {
    if (!distinct.some((known) => isNumber(simplify(difference(known, exponent), data), 0))) distinct.push(exponent);
  }
  const groups: ExponentGroup[] = [];
  const taken = new Set<Expression>();
  for (const [i, first] of distinct.entries()) {
    if (taken.has(first)) continue;
    let group: ExponentGroup = { value: first, members: [first] };
    for (const second of distinct.slice(i + 1)) {
      const joined = taken.has(second) ? null : mirrored(name, first, second, data);
      if (joined === null) continue;
      group = { value: joined, members: [first, second] };
      taken.add(second);
      break;
    }
    groups.push(group);
  }
  return groups;
}

/** The larger or the smaller of a + b and a − b as a ± |b|; null where that is longer than either. */
function mirrored(
  name: 'max' | 'min',
  first: Expression,
  second: Expression,
  data: readonly string[],
): Expression | null {
  const half = (total: Expression): Expression => simplify(product(fraction(1, 2), total), data);
  const a = half(sum(first, second));
  const b = half(difference(first, second));
  if (expressionSize(a) + expressionSize(b) > Math.max(expressionSize(first), expressionSize(second))) return null;
  const size = simplify(call('abs', b), data);
  return simplify(sum(a, name === 'max' ? size : negate(size)), data);
}

/**
 * α for codimension 1 (theory §4.1); sup and inf of Q over directions for commuting families of codimension 2, where Q
 * is a concave quadratic in p = u₁² (theory §4.2); null where there is no closed form.
 */
export function deriveCondition(
  linearisation: Linearisation,
  directions: readonly EigenDirection[] | null,
  data: readonly string[],
): Condition {
  const none: Condition = { alpha: null, supQ: null, infQ: null };
  if (directions === null) return none;
  if (directions.length === 1) {
    const alpha = simplify(product(number(-1), directions[0].exponent), data);
    const negative = directions[0].exponent;
    return { alpha, supQ: negative, infQ: negative };
  }
  const infQ = extreme('min', directions, data);
  if (directions.length > 2 || !orthogonal(directions, data))
    return { ...none, infQ: orthogonal(directions, data) ? infQ : null };
  const eta = linearisation.learningRate;
  const cross = crossNoise(linearisation, directions, data);
  const [one, two] = directions;
  // Q(p) = q0 + q1 p + q2 p² with p the weight of the first eigenvector
  const q2 = simplify(product(number(-1), eta, sum(one.noise, two.noise, product(number(-2), cross))), data);
  const q0 = two.exponent;
  const q1 = simplify(difference(difference(one.exponent, two.exponent), q2), data);
  const ends = largestExponent(directions, data);
  if (zeroTest(q2, { data }).status === 'zero') return { alpha: null, supQ: ends, infQ };
  const top = simplify(difference(q0, quotient(power(q1, 2), product(number(4), q2))), data);
  const gap = simplify(call('abs', difference(one.exponent, two.exponent)), data);
  if (isNumber(gap, 0)) return { alpha: null, supQ: top, infQ };
  const scale = number(dividedBy(rational(1), splitCoefficient(gap).coefficient));
  // strict: where both sides are 0 the quotient in `top` has no value
  const inside = comparison('<', product(scale, gap), simplify(product(number(-1), scale, q2), data));
  return { alpha: null, supQ: conditional(inside, top, ends), infQ };
}

function orthogonal(directions: readonly EigenDirection[], data: readonly string[]): boolean {
  return directions.every((a, i) =>
    directions
      .slice(i + 1)
      .every(
        (b) => zeroTest(sum(...a.direction.map((x, l) => product(x, b.direction[l]))), { data }).status === 'zero',
      ),
  );
}

/** Σ_j c_1j c_2j over all Brownian motions j, for two common eigenvectors. */
function crossNoise(
  linearisation: Linearisation,
  [one, two]: readonly EigenDirection[],
  data: readonly string[],
): Expression {
  const terms = linearisation.noise.map((family) => {
    if (family.source === 'minibatch' && linearisation.sampleCurvature !== null) {
      // a covariance from two variances, so that it is written in the moments of the exponents
      const { sampleCurvature } = linearisation;
      const [u, v] = [one, two].map(({ direction }) => eigenvalueAlong(sampleCurvature, direction));
      const variance = (value: Expression): Expression => moment('var', simplify(value, data));
      const covariance = product(fraction(1, 4), difference(variance(sum(u, v)), variance(difference(u, v))));
      return product(family.weight, covariance);
    }
    const joint = product(...[one, two].map(({ direction }) => eigenvalueAlong(family.matrix, direction)));
    return product(family.weight, family.over === 'once' ? joint : moment('mean', joint));
  });
  return simplify(sum(...terms), data);
}
