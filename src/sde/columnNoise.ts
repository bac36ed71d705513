import type { ProgramBuilder } from '../expression/compile/program.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';
import { normalInput } from './stepInputs.js';

/**
 * The noise of a step of size h with one normal for every Brownian motion, one position a coordinate.
 *
 * `columns` are the positions of the noises' columns, noises × coordinates.
 */
export function columnNoise(
  builder: ProgramBuilder,
  { noise, parameters, sampleCount }: StepEquations,
  columns: readonly (readonly number[])[],
  dt: number,
): number[] {
  const firsts = firstNormals(noise, sampleCount);
  return parameters.map((_, i) => builder.total(noise.map((one, q) => term(one, columns[q][i], firsts[q]))));

  /** One noise's part in one coordinate. */
  function term({ form, weight }: NumericNoise, column: number, first: number): number {
    const each = builder.number(Math.sqrt((weight * dt) / sampleCount));
    const once = Math.sqrt(weight * dt);
    const sum = (value: number): number => builder.sumOverSamples(value);
    switch (form) {
      case 'each':
        return builder.multiply(each, sum(builder.multiply(builder.sampled(normalInput(first)), column)));
      case 'centred': {
        const normal = builder.sampled(normalInput(first));
        const moved = builder.multiply(sum(normal), sum(column));
        const mean = builder.arithmetic('divide', moved, builder.number(sampleCount));
        const centred = builder.arithmetic('subtract', sum(builder.multiply(normal, column)), mean);
        return builder.multiply(each, centred);
      }
      case 'averaged':
        return builder.multiply(builder.number(once / sampleCount), sum(column), builder.input(normalInput(first)));
      case 'once':
        return builder.multiply(builder.number(once), column, builder.input(normalInput(first)));
    }
  }
}

/** Where the normals of each noise begin. */
function firstNormals(noise: readonly NumericNoise[], sampleCount: number): number[] {
  let next = 0;
  return noise.map(({ form }) => {
    const first = next;
    next += form === 'each' || form === 'centred' ? sampleCount : 1;
    return first;
  });
}
