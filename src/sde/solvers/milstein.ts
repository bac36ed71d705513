import { fromNumber } from '../../arithmetic/rational.js';
import { zeroTest } from '../../expression/algebra/zeroTest.js';
import { differentiate } from '../../expression/calculus/differentiate.js';
import { difference, type Expression, number, product, sum } from '../../expression/syntax/expression.js';
import type { StepEquations } from '../stepEquations.js';
import { normalInput } from '../stepInputs.js';
import { eulerMaruyama } from './eulerMaruyama.js';
import type { Scheme } from './scheme.js';

/**
 * z ← z + h·a + √h·Σ_j b_j ξ_j + (h/2)·Σ_jk (∂b_k · b_j)(ξ_j ξ_k − δ_jk) for noise that commutes, ∂b_k · b_j = ∂b_j · b_k, as
 * all with one Brownian motion does (Milstein 1974; Kloeden and Platen, theorem 10.3.5).
 */
export const milstein: Scheme = {
  name: 'milstein',
  strongOrder: 1,
  weakOrder: 1,
  needsColumns: true,
  refusal: (equations) => {
    const { noise } = equations;
    if (noise.some(({ form }) => form !== 'once')) {
      return 'noise with a Brownian motion for every sample, or an average over samples, does not commute';
    }
    const pairs = noise.flatMap((_, j) => noise.slice(0, j).map((_, k) => [j, k] as const));
    const commute = pairs.every(([j, k]) => {
      const other = derivativeAlong(equations, k, j);
      return derivativeAlong(equations, j, k).every(
        (entry, i) => zeroTest(difference(entry, other[i])).status === 'zero',
      );
    });
    return commute ? null : 'its noise columns do not commute';
  },
  increments: (terms, dt) => {
    const { builder, equations } = terms;
    const { noise } = equations;
    const normals = noise.map((_, j) => builder.input(normalInput(j)));
    const corrections = noise.flatMap(({ weight }, j) =>
      noise.slice(0, j + 1).map((other, k) => {
        const both = builder.multiply(normals[j], normals[k]);
        const product =
          j === k
            ? builder.multiply(builder.number(0.5), builder.arithmetic('subtract', both, builder.number(1)))
            : both;
        const factor = builder.multiply(builder.number(dt * Math.sqrt(weight * other.weight)), product);
        return derivativeAlong(equations, j, k).map((entry) => builder.multiply(factor, builder.lower(entry)));
      }),
    );
    return eulerMaruyama
      .increments(terms, dt)
      .map((move, i) => builder.total([move, ...corrections.map((correction) => correction[i])]));
  },
};

/** ∂b_k · b_j, one expression a coordinate, in the parameters. */
function derivativeAlong({ parameters, coordinates, noise }: StepEquations, j: number, k: number): Expression[] {
  const along = coordinates.inverse.map((row) =>
    sum(...row.map(({ coordinate, factor }) => product(number(fromNumber(factor)), noise[j].column[coordinate]))),
  );
  return noise[k].column.map((entry) =>
    sum(...parameters.map((name, m) => product(differentiate(entry, name), along[m]))),
  );
}
