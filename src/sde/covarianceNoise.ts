import type { NoiseText } from './noiseText.js';
import { semidefiniteCholesky } from './semidefiniteCholesky.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';

/**
 * Statements that draw the noise of a step of size h from its covariance, with one normal a coordinate.
 *
 * The normal rows are multiplied by `scale` before they are squared and divided by it afterwards, so that entries of size
 * ‖y‖² do not underflow. Variances are differences of second moments: their error is a rounding of the second moment,
 * which the factorisation knows.
 */
export function covarianceNoise(equations: StepEquations, dt: number): NoiseText {
  const { noise, sampleCount, parameters, coordinates } = equations;
  const codimension = coordinates.codimension;
  const indices = parameters.map((_, i) => i);
  const pairs = indices.flatMap((i) => indices.slice(0, i + 1).map((j) => [i, j] as const));
  const scaled = (columns: readonly (readonly string[])[], q: number) =>
    indices.map((i) => `const u${q}_${i} = ${i < codimension ? `scale * (${columns[q][i]})` : columns[q][i]};`);
  const squares = ({ form }: NumericNoise) => form === 'each' || form === 'centred';
  const means = ({ form }: NumericNoise) => form === 'centred' || form === 'averaged';
  return {
    declare: noise.flatMap((one, q) => [
      ...(squares(one) ? pairs.map(([i, j]) => `let square${q}_${i}_${j} = 0;`) : []),
      ...(means(one) ? indices.map((i) => `let mean${q}_${i} = 0;`) : []),
    ]),
    accumulate: (columns) =>
      noise.flatMap((one, q) => [
        ...(one.form === 'once' ? [] : scaled(columns, q)),
        ...(squares(one) ? pairs.map(([i, j]) => `square${q}_${i}_${j} += u${q}_${i} * u${q}_${j};`) : []),
        ...(means(one) ? indices.map((i) => `mean${q}_${i} += u${q}_${i};`) : []),
      ]),
    finish: (columns) => {
      const entry = (i: number, j: number) =>
        noise.map((one, q) => covarianceTerm(one, q, i, j, sampleCount, dt)).join(' + ');
      return [
        ...noise.flatMap((one, q) => (one.form === 'once' ? scaled(columns, q) : [])),
        ...pairs.map(([i, j]) => `const covariance${i}_${j} = ${entry(i, j)};`),
        ...indices.map(
          (j) => `const size${j} = ${noise.map((one, q) => sizeTerm(one, q, j, sampleCount, dt)).join(' + ')};`,
        ),
        ...semidefiniteCholesky(
          indices.length,
          sampleCount,
          (i, j) => `covariance${i}_${j}`,
          (j) => `size${j}`,
        ),
        ...indices.map((i) => {
          const row = indices.slice(0, i + 1).map((j) => `L${i}_${j} * normals[${j}]`);
          return `const noise${i} = (${row.join(' + ')})${i < codimension ? ' / scale' : ''};`;
        }),
      ];
    },
  };
}

function covarianceTerm(
  { form, weight }: NumericNoise,
  q: number,
  i: number,
  j: number,
  n: number,
  dt: number,
): string {
  switch (form) {
    case 'each':
      return `${(weight * dt) / n} * square${q}_${i}_${j}`;
    case 'centred':
      return `${(weight * dt) / n} * (square${q}_${i}_${j} - mean${q}_${i} * mean${q}_${j} / ${n})`;
    case 'averaged':
      return `${(weight * dt) / n ** 2} * mean${q}_${i} * mean${q}_${j}`;
    case 'once':
      return `${weight * dt} * u${q}_${i} * u${q}_${j}`;
  }
}

/** The size of what covariance_jj is added up from. */
function sizeTerm(noise: NumericNoise, q: number, j: number, n: number, dt: number): string {
  if (noise.form === 'centred') return `${(noise.weight * dt) / n} * square${q}_${j}_${j}`;
  return covarianceTerm(noise, q, j, j, n, dt);
}
