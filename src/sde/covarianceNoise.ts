import type { ProgramBuilder } from '../expression/compile/program.js';
import { semidefiniteCholesky } from './semidefiniteCholesky.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';
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
  { noise, sampleCount, parameters, coordinates: { codimension } }: StepEquations,
  columns: readonly (readonly number[])[],
  dt: number,
  scale: number,
): number[] {
  const scaled = columns.map((column) =>
    column.map((entry, i) => (i < codimension ? builder.multiply(scale, entry) : entry)),
  );
  for (const column of scaled) for (const entry of column.slice(0, codimension)) builder.keepInSums(entry);
  const size = parameters.length;
  const factor = semidefiniteCholesky(
    builder,
    size,
    sampleCount,
    (i, j) => builder.total(noise.map((one, q) => covariance(one, scaled[q], i, j))),
    (j) => builder.total(noise.map((one, q) => sizeOf(one, scaled[q], j))),
  );
  return factor.map((row, i) => {
    const move = builder.total(row.map((entry, j) => builder.multiply(entry, builder.input(normalInput(j)))));
    return i < codimension ? builder.arithmetic('divide', move, scale) : move;
  });

  function moment(column: readonly number[], i: number, j: number): number {
    return builder.sumOverSamples(builder.multiply(column[i], column[j]));
  }

  /** Covariance_ij of one noise, i ≥ j. */
  function covariance({ form, weight }: NumericNoise, column: readonly number[], i: number, j: number): number {
    const n = sampleCount;
    switch (form) {
      case 'each':
        return builder.multiply(builder.number((weight * dt) / n), moment(column, i, j));
      case 'centred': {
        const means = builder.multiply(builder.sumOverSamples(column[i]), builder.sumOverSamples(column[j]));
        const ofMeans = builder.arithmetic('divide', means, builder.number(n));
        const centred = builder.arithmetic('subtract', moment(column, i, j), ofMeans);
        return builder.multiply(builder.number((weight * dt) / n), centred);
      }
      case 'averaged':
        return builder.multiply(
          builder.number((weight * dt) / n ** 2),
          builder.sumOverSamples(column[i]),
          builder.sumOverSamples(column[j]),
        );
      case 'once':
        return builder.multiply(builder.number(weight * dt), column[i], column[j]);
    }
  }

  /** The size of what covariance_jj is added up from. */
  function sizeOf(one: NumericNoise, column: readonly number[], j: number): number {
    if (one.form !== 'centred') return covariance(one, column, j, j);
    return builder.multiply(builder.number((one.weight * dt) / sampleCount), moment(column, j, j));
  }
}
