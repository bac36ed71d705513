import { randomStream } from '../../numeric/random.js';
import { unit } from '../../numeric/vectors.js';

/** Unit vectors, one of every antipodal pair, and weights that add up to 1. */
export interface SphereRule {
  readonly directions: readonly Float64Array[];
  readonly weights: Float64Array;
}

/**
 * A product rule on the sphere of R^k, k = 3 or 4, exact for the mean of even polynomials up to a degree: Gauss's rule in
 * the cosine of the angle to an axis, equal angles about it.
 */
export function sphereRule(k: 3 | 4, degree: number): SphereRule {
  const count = Math.ceil((degree + 1) / 2);
  const turns = Array.from({ length: count }, (_, j) => {
    const angle = (Math.PI * (j + turnOffset)) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
  let points = turns.map((point) => ({ point, weight: 1 / count }));
  for (let dimension = 3; dimension <= k; dimension++) {
    const rule = dimension === 3 ? legendreRule(count) : secondChebyshevRule(count);
    points = points.flatMap(({ point, weight }) =>
      rule.map(({ node, share }) => {
        const radius = Math.sqrt(1 - node * node);
        return { point: [...point.map((x) => radius * x), node], weight: weight * share };
      }),
    );
  }
  return {
    directions: points.map(({ point }) => Float64Array.from(point)),
    weights: Float64Array.from(points, ({ weight }) => weight),
  };
}

/** As many independent uniform directions as asked for, of equal weight: a rule for any k that is exact for nothing. */
export function randomRule(k: number, count: number): SphereRule {
  const stream = randomStream(ruleSeed, k);
  const directions = Array.from({ length: count }, () => unit(Float64Array.from({ length: k }, () => stream.normal())));
  return { directions, weights: new Float64Array(count).fill(1 / count) };
}

/** Any fixed seed does. */
const ruleSeed = 1;

/** Away from the planes where symmetric families have their extremes. */
const turnOffset = 0.3;

/** A node of a rule on [−1, 1] with its weight. */
export interface RuleNode {
  readonly node: number;
  /** the weights of a rule add up to 1 */
  readonly share: number;
}

/** Gauss's rule on [−1, 1] by Newton's method on the Legendre polynomial. */
export function legendreRule(count: number): RuleNode[] {
  return Array.from({ length: count }, (_, i) => {
    let node = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < newtonSteps; step++) {
      let [before, value] = [1, node];
      for (let n = 2; n <= count; n++) [before, value] = [value, ((2 * n - 1) * node * value - (n - 1) * before) / n];
      slope = (count * (node * value - before)) / (node * node - 1);
      node -= value / slope;
    }
    return { node, share: 1 / ((1 - node * node) * slope * slope) };
  });
}

/** The start is good to three digits, which every step doubles. */
const newtonSteps = 5;

/** Gauss's rule for the weight √(1 − t²). */
function secondChebyshevRule(count: number): RuleNode[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (Math.PI * (i + 1)) / (count + 1);
    return { node: Math.cos(angle), share: (2 * Math.sin(angle) ** 2) / (count + 1) };
  });
}
