import type { ReplicaStream } from '../numeric/replicaStream.js';
import { type DrawnSamples, DrawRows, type DrawState, rowsOfAStep } from './drawRows.js';
import type { Objective } from './objective.js';

/** What a step of every replica of a group draws, as the arrays that become tensors. */
export interface Draws {
  readonly batches: readonly DrawnBatch[];
  /** residual noises × outputs, each one normal a replica, times its standard deviation */
  readonly residuals: readonly Float32Array[];
  /** one a column of the gradient noises, one number a replica */
  readonly gradients: readonly Float32Array[];
}

/** What one step draws for every replica. */
export interface DrawnBatch extends DrawnSamples {
  /** outputs × (replicas · size): label noise times its standard deviation; empty without */
  readonly labels: readonly Float32Array[];
}

/** What DrawRows draws, replica after replica and in single precision; it stands until the next step is drawn. */
export class DrawSource {
  private readonly source: DrawRows;
  /** where rows are written, by the first of them */
  private readonly buffers = new Map<number, Float32Array>();

  constructor(
    private readonly objective: Objective,
    private readonly streams: readonly ReplicaStream[],
  ) {
    this.source = new DrawRows(objective, streams);
  }

  save(): DrawState {
    return this.source.save();
  }

  restore(state: DrawState): void {
    this.source.restore(state);
  }

  next(): Draws {
    const { batches: noises, outputs, residualNoise, gradientNoise } = this.objective;
    const drawn = this.source.next();
    const rows = rowsOfAStep(
      this.objective,
      drawn.map(({ size }) => size),
    );
    const batches = drawn.map((samples, k): DrawnBatch => {
      const { labelNoise } = noises[k];
      const modes = labelNoise === 0 ? [] : outputs;
      const labels = modes.map((_, m) => this.read(rows.labels[k] + m * samples.size, samples.size, labelNoise));
      return { ...samples, labels };
    });
    const residuals = residualNoise.flatMap((std, r) =>
      outputs.map((_, m) => this.read(rows.residuals + r * outputs.length + m, 1, std)),
    );
    const gradients = gradientNoise.flatMap(({ columns }, g) =>
      columns.map((_, j) => this.read(rows.gradients[g] + j, 1, 1)),
    );
    return { batches, residuals, gradients };
  }

  /** Rows of normal numbers times their standard deviation, turned so that a replica's stand side by side. */
  private read(first: number, count: number, std: number): Float32Array {
    const { memory, rows, stride } = this.source.normals;
    const normals = new Float64Array(memory.buffer, rows + 8 * stride * first, stride * count);
    const length = this.streams.length * count;
    const buffer = this.buffers.get(first);
    const values = buffer?.length === length ? buffer : new Float32Array(length);
    this.buffers.set(first, values);
    let at = 0;
    for (let replica = 0; replica < this.streams.length; replica++) {
      for (let i = replica; i < normals.length; i += stride) values[at++] = std * normals[i];
    }
    return values;
  }
}
