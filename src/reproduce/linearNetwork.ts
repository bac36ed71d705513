import { orthonormalised } from '../model/normalProjection.js';
import { randomStream } from '../numeric/random.js';
import { singularValues } from '../numeric/singularValues.js';
import type { Layer } from '../sgd/network/layer.js';
import type { NetworkTraining, Samples } from '../sgd/network/trainNetwork.js';
import type { Cell } from './experiment.js';
import { matrixEntries } from './experiments/diagonalData.js';

const width = 64;
const rank = 8;
const count = 1024;
const layer: Layer = { kind: 'dense', inputs: width, outputs: width, bias: false, activation: 'identity' };
/** singular values above it count as modes */
const aliveAbove = 0.05;

/** A run of the linear network: a warm-up from 0 in equal steps, the peak, a tenth of it, a hundredth. */
export interface LinearRun {
  readonly batch: number;
  readonly warmUp: number;
  readonly peak: number;
  readonly firstDrop: number;
  readonly secondDrop: number;
  readonly steps: number;
  readonly replica: number;
}

/** The learning rate of a step. */
export function scheduleOf({ warmUp, peak, firstDrop, secondDrop }: LinearRun): (step: number) => number {
  return (step) => peak * Math.min(1, (step + 1) / warmUp) * (step >= secondDrop ? 0.01 : step >= firstDrop ? 0.1 : 1);
}

/**
 * Trains x V U on the targets of a teacher of rank 8 and counts what is left: `modes`, singular values of V U above 0.05,
 * and `test`, the mean square of V U − W, both before the first drop and at the end.
 */
export function linearCell(id: string, run: LinearRun): Cell {
  return {
    id,
    run: async ({ trainNetwork }, { seed, signal }) => {
      const { teacher, samples } = teacherData();
      const training: NetworkTraining = {
        layers: [layer, layer],
        samples,
        batch: run.batch,
        rate: scheduleOf(run),
        momentum: 0,
        weightDecay: 0,
        start: (_, stream) => Float64Array.from({ length: width * width }, () => stream.uniform() / 2),
      };
      const options = { seed, replica: run.replica, signal };
      const recorded = await trainNetwork(training, [run.firstDrop, run.steps], options);
      if (recorded === null) return null;
      const products = recorded.map(([v, u]) => product(v, u));
      return {
        modes: products.map((matrix) => singularValues(matrix, width, width).filter((s) => s > aliveAbove).length),
        test: products.map((matrix) => matrix.reduce((sum, x, i) => sum + (x - teacher[i]) ** 2, 0) / matrixEntries),
      };
    },
  };
}

/** The data are the same for every seed, as the authors' are. */
function teacherData(): { readonly teacher: Float64Array; readonly samples: Samples } {
  const stream = randomStream(0, 0);
  const draw = (): number[] => Array.from({ length: width }, () => stream.normal());
  const left = orthonormalised(Array.from({ length: rank }, draw));
  const right = orthonormalised(Array.from({ length: rank }, draw));
  const teacher = new Float64Array(width * width);
  for (let k = 0; k < rank; k++) {
    const value = 0.5 + k / (2 * (rank - 1));
    for (let i = 0; i < teacher.length; i++) {
      teacher[i] += value * left[k][Math.floor(i / width)] * right[k][i % width];
    }
  }
  const inputs = Float64Array.from({ length: count * width }, () => stream.uniform() / 8);
  const targets = product(inputs, teacher, count).map((y) => y + stream.normal() / 16);
  return { teacher, samples: { inputs, targets, count } };
}

function product(a: Float64Array, b: Float64Array, rows = width): Float64Array {
  const out = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < width; k++) {
      for (let j = 0; j < width; j++) out[i * width + j] += a[i * width + k] * b[k * width + j];
    }
  }
  return out;
}
