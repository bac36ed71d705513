import { type NormalRows, openNormalRows } from '../numeric/normalRows.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';
import { studentScale } from '../numeric/studentScale.js';
import type { BatchNoise, Objective } from './objective.js';

/** Which rows of normal numbers a step reads, when its batches have given sizes. */
export interface RowsOfAStep {
  /** for each batch the first of its outputs × size rows; none without label noise */
  readonly labels: readonly number[];
  /** the first of residual noises × outputs rows */
  readonly residuals: number;
  /** the first of each gradient noise's rows, one a column */
  readonly gradients: readonly number[];
  readonly count: number;
}

/** The rows for batches of given sizes, one a noise. */
export function rowsOfAStep(
  { batches, outputs, residualNoise, gradientNoise }: Objective,
  sizes: readonly number[],
): RowsOfAStep {
  let count = 0;
  const labels = batches.map(({ labelNoise }, k) => {
    const first = count;
    if (labelNoise !== 0) count += outputs.length * sizes[k];
    return first;
  });
  const residuals = count;
  count += residualNoise.length * outputs.length;
  const gradients = gradientNoise.map(({ columns }) => {
    const first = count;
    count += columns.length;
    return first;
  });
  return { labels, residuals, gradients, count };
}

/** The samples of one step: for each batch its size and, but for the full batch, names × (replicas · size) drawn data. */
export interface DrawnSamples {
  readonly size: number;
  readonly columns: readonly Float32Array[] | null;
}

/** Where the draws of a group stand. */
export interface DrawState {
  readonly step: number;
  readonly passes: readonly (readonly Uint32Array[])[];
  readonly normals: readonly Uint32Array[];
  readonly samples: readonly (readonly number[])[];
}

/**
 * Draws batches and normal numbers, step after step, for a group of replicas, each from its own stream and in the same
 * order whatever group it is in.
 */
export class DrawRows {
  /** the normal numbers of the last step; rows as RowsOfAStep says */
  readonly normals: NormalRows;
  private step = 0;
  /** for each batch drawn in epochs, each replica's current pass */
  private passes: Uint32Array[][];

  constructor(
    private readonly objective: Objective,
    private readonly streams: readonly ReplicaStream[],
  ) {
    this.passes = objective.batches.map(() => []);
    const most = rowsOfAStep(
      objective,
      objective.batches.map(({ size }) => size),
    );
    this.normals = openNormalRows(
      streams.map((stream) => stream.normalState()),
      most.count,
    );
  }

  save(): DrawState {
    const passes = this.passes.map((one) => [...one]);
    const samples = this.streams.map((stream) => stream.saveSamples());
    return { step: this.step, passes, normals: this.normals.states(), samples };
  }

  restore({ step, passes, normals, samples }: DrawState): void {
    this.step = step;
    this.passes = passes.map((one) => [...one]);
    this.normals.restore(normals);
    for (const [i, stream] of this.streams.entries()) stream.restoreSamples(samples[i]);
  }

  next(): readonly DrawnSamples[] {
    const { objective, streams } = this;
    const drawn = objective.batches.map((noise) => emptyBatch(objective, noise, streams.length, this.step));
    for (const [k, batch] of drawn.entries()) {
      if (batch.columns === null) continue;
      for (const [replica, stream] of streams.entries()) {
        this.drawSamples(objective.batches[k], k, batch.size, batch.columns, replica, stream);
      }
    }
    const sizes = drawn.map(({ size }) => size);
    const rows = rowsOfAStep(objective, sizes);
    this.normals.fill(rows.count);
    this.scaleStudents(rows);
    this.step++;
    return drawn;
  }

  /** Makes a Student-t of the normal numbers of each such noise. */
  private scaleStudents({ gradients }: RowsOfAStep): void {
    const { memory, rows, stride } = this.normals;
    for (const [g, { columns, degreesOfFreedom }] of this.objective.gradientNoise.entries()) {
      if (degreesOfFreedom === null) continue;
      const values = new Float64Array(memory.buffer, rows + 8 * stride * gradients[g], stride * columns.length);
      for (const [replica, stream] of this.streams.entries()) {
        const scale = studentScale(stream, degreesOfFreedom);
        for (let i = replica; i < values.length; i += stride) values[i] *= scale;
      }
    }
  }

  private drawSamples(
    noise: BatchNoise,
    k: number,
    size: number,
    columns: readonly Float32Array[],
    replica: number,
    stream: ReplicaStream,
  ): void {
    const { objective, step } = this;
    const { sampleCount, rows } = objective;
    const width = objective.dataNames.length;
    const take = (place: number, sample: number): void => {
      const at = replica * size + place;
      for (let name = 0; name < width; name++) columns[name][at] = rows[sample * width + name];
    };
    switch (noise.sampling) {
      case 'all':
        return;
      case 'with-replacement':
        for (let i = 0; i < size; i++) take(i, stream.below(sampleCount));
        return;
      case 'without-replacement':
        stream.subset(sampleCount, size).forEach((sample, i) => {
          take(i, sample);
        });
        return;
      case 'epochs': {
        const place = step % Math.ceil(sampleCount / noise.size);
        if (place === 0) this.passes[k][replica] = stream.permutation(sampleCount);
        const pass = this.passes[k][replica];
        for (let i = 0; i < size; i++) take(i, pass[place * noise.size + i]);
      }
    }
  }
}

function emptyBatch(objective: Objective, noise: BatchNoise, replicas: number, step: number): DrawnSamples {
  const { sampleCount, dataNames } = objective;
  const place = step % Math.ceil(sampleCount / noise.size);
  const size = noise.sampling === 'epochs' ? Math.min(noise.size, sampleCount - place * noise.size) : noise.size;
  const columns = noise.sampling === 'all' ? null : dataNames.map(() => new Float32Array(replicas * size));
  return { size, columns };
}
