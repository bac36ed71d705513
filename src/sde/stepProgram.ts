import { type Program, ProgramBuilder } from '../expression/compile/program.js';
import type { Expression } from '../expression/syntax/expression.js';
import { columnNoise } from './columnNoise.js';
import { covarianceNoise } from './covarianceNoise.js';
import { type NoiseSampling, samplingOf } from './noiseSampling.js';
import type { Scheme } from './solvers/scheme.js';
import type { StepEquations } from './stepEquations.js';
import { datumInput, parameterInput, scaleInput } from './stepInputs.js';

/** One step as a program, whose results are the increments of θ; every target of compilation starts from it. */
export interface StepProgram {
  readonly program: Program;
  readonly sampling: NoiseSampling;
}

/** The step of size dt (units of t) of a scheme, with noise sampled the cheaper way that it takes; inputs are named by stepInputs.ts. */
export function stepProgram(equations: StepEquations, scheme: Scheme, dt: number): StepProgram {
  const builder = new ProgramBuilder();
  const increments = stepIncrements(builder, equations, scheme, dt, builder.input(scaleInput));
  return { program: builder.program(increments), sampling: samplingOf(equations, scheme) };
}

/** The same as positions in a builder, one a parameter; `scale` is the position of what covarianceNoise takes. */
export function stepIncrements(
  builder: ProgramBuilder,
  equations: StepEquations,
  scheme: Scheme,
  dt: number,
  scale: number,
): number[] {
  const { parameters, coordinates, sampleCount, dataNames, perSampleDrift, sharedDrift } = equations;
  for (const [i, name] of parameters.entries()) builder.bind(name, builder.input(parameterInput(i)));
  for (const [i, name] of dataNames.entries()) builder.bind(name, builder.sampled(datumInput(i)));
  const lower = (expressions: readonly Expression[]) => expressions.map((expression) => builder.lower(expression));
  const shared = lower(sharedDrift);
  const drift =
    perSampleDrift === null
      ? shared
      : lower(perSampleDrift).map((value, i) => {
          const sum = builder.sumOverSamples(value);
          return builder.total([builder.arithmetic('divide', sum, builder.number(sampleCount)), shared[i]]);
        });
  const columns = equations.noise.map(({ column }) => lower(column));
  const noise =
    samplingOf(equations, scheme).method === 'columns'
      ? columnNoise(builder, equations, columns, dt)
      : covarianceNoise(builder, equations, columns, dt, scale);
  const moves = scheme.increments({ builder, equations, columns, drift, noise }, dt);
  return coordinates.inverse.map((row) =>
    builder.total(
      row.map(({ coordinate, factor }) =>
        factor === 1 ? moves[coordinate] : builder.multiply(builder.number(factor), moves[coordinate]),
      ),
    ),
  );
}
