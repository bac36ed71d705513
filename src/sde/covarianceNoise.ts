import type { ProgramBuilder } from '../expression/compile/program.js';
import { noiseCovariance } from './noiseCovariance.js';
import { semidefiniteCholesky } from './semidefiniteCholesky.js';
import type { StepEquations } from './stepEquations.js';
import { normalInput } from './stepInputs.js';

/**
 * The noise of a step of size h drawn from its covariance, with one normal a coordinate; one position a coordinate.
 *
 * The normal rows are multiplied by `scale` (a position) before they are squared and divided by it afterwards, so that entries of size
 * ‖y‖² do not underflow. Variances are differences of second moments: their error is a rounding of the second moment,
 * which the factorisation knows. `columns` are the positions of the noises' columns, noises × coordinates.
 */
export function covarianceNoise(
  builder: ProgramBuilder,
  equations: StepEquations,
  columns: readonly (readonly number[])[],
  dt: number,
  scale: number,
): number[] {
  const { noise, sampleCount, parameters, coordinates } = equations;
  const { codimension } = coordinates;
  const scaled = columns.map((column) =>
    column.map((entry, i) => (i < codimension ? builder.multiply(scale, entry) : entry)),
  );
  for (const column of scaled) for (const entry of column.slice(0, codimension)) builder.keepInSums(entry);
  const covariance = noiseCovariance(builder, equations, dt);
  const size = parameters.length;
  const factor = semidefiniteCholesky(
    builder,
    size,
    sampleCount,
    (i, j) => builder.total(noise.map((one, q) => covariance.entry(one, scaled[q][i], scaled[q][j]))),
    (j) => builder.total(noise.map((one, q) => covariance.size(one, scaled[q][j]))),
  );
  return factor.map((row, i) => {
    const move = builder.total(row.map((entry, j) => builder.multiply(entry, builder.input(normalInput(j)))));
    return i < codimension ? builder.arithmetic('divide', move, scale) : move;
  });
}
