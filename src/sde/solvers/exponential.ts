import { zeroTest } from '../../expression/algebra/zeroTest.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { numberZero } from '../../expression/syntax/expression.js';
import { noiseCovariance } from '../noiseCovariance.js';
import type { StepEquations } from '../stepEquations.js';
import { parameterInput } from '../stepInputs.js';
import { eulerMaruyama } from './eulerMaruyama.js';
import type { Scheme } from './scheme.js';

/**
 * A parameter whose drift a and noise b vanish with it steps in its logarithm: y ← y·exp(h(a/y − b²/(2y²)) + √h·(b/y) ξ),
 * which keeps its sign and is exact where a/y and b/y are constant (geometric Brownian motion); all others step by
 * Euler–Maruyama, of whose orders it is else (Kloeden and Platen, §10.2; Itô's formula for log y).
 */
export const exponential: Scheme = {
  name: 'exponential',
  strongOrder: 0.5,
  weakOrder: 1,
  needsColumns: false,
  refusal: (equations) => {
    const { codimension, inverse } = equations.coordinates;
    const missing = inverse.findIndex(
      (row, j) =>
        row.some(({ coordinate }) => coordinate < codimension) && multiplicativeCoordinate(equations, j) === null,
    );
    return missing < 0 ? null : `drift and noise of ${equations.parameters[missing]} do not vanish with it`;
  },
  increments: (terms, dt) => {
    const { builder, equations, drift, noise, columns } = terms;
    const moves = eulerMaruyama.increments(terms, dt);
    equations.parameters.forEach((_, j) => {
      const i = multiplicativeCoordinate(equations, j);
      if (i === null) return;
      const value = builder.input(parameterInput(j));
      const zero = builder.number(0);
      const isZero = builder.compare('==', value, zero);
      const inverse = builder.logical('select', isZero, zero, builder.arithmetic('divide', builder.number(1), value));
      const relative = columns.map((column) => builder.multiply(column[i], inverse));
      for (const entry of relative) builder.keepInSums(entry);
      const variance = builder.total(
        equations.noise.map((one, q) => noiseCovariance(builder, equations, dt).entry(one, relative[q], relative[q])),
      );
      const exponent = builder.total([
        builder.multiply(builder.number(dt), builder.multiply(drift[i], inverse)),
        builder.multiply(builder.number(-0.5), variance),
        builder.multiply(noise[i], inverse),
      ]);
      moves[i] = builder.multiply(value, builder.call('expm1', exponent));
    });
    return moves;
  },
};

/** The coordinate that is parameter j itself, where drift and noise vanish with it; else null. */
function multiplicativeCoordinate(equations: StepEquations, j: number): number | null {
  const { coordinates, parameters, perSampleDrift, sharedDrift, noise, dataNames } = equations;
  const [own, ...others] = coordinates.inverse[j];
  if (others.length > 0) return null;
  const i = own.coordinate;
  const atZero = new Map([[parameters[j], numberZero]]);
  const entries = [...(perSampleDrift === null ? [] : [perSampleDrift[i]]), sharedDrift[i]];
  const vanish = [...entries, ...noise.map(({ column }) => column[i])].every(
    (entry) => zeroTest(substitute(entry, atZero), { data: dataNames }).status === 'zero',
  );
  return vanish ? i : null;
}
