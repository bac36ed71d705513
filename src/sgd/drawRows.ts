import { type NormalRows, openNormalRows } from '../numeric/normalRows.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';
import type { BatchNoise, Objective } from './objective.js';

/** Which rows of normal numbers a step reads, when its batches have given sizes. */
export interface RowsOfAStep {
  /** for each batch the first of its outputs × size rows; none without label noise */
  readonly labels: readonly number[];
  /** the first of residual noises × outputs rows */
  readonly residuals: number;
  readonly count: number;
}

/** The rows for batches of given sizes, one a noise. */
export function rowsOfAStep({ batches, outputs, residualNoise }: Objective, sizes: readonly number[]): RowsOfAStep {
  let count = 0;
  const labels = batches.map(({ labelNoise }, k) => {
    const first = count;
    if (labelNoise !== 0) count += outputs.length * sizes[k];
    return first;
  });
  return { labels, residuals: count, count: count + residualNoise.length * outputs.length };
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
    this.normals.fill(rowsOfAStep(objective, sizes).count);
    this.step++;
    return drawn;
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
