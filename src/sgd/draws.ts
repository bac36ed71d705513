import type { RandomStream } from '../numeric/random.js';
import type { BatchNoise, Objective } from './objective.js';

/** What a step of every replica of a group draws, as the arrays that become tensors. */
export interface Draws {
  readonly batches: readonly DrawnBatch[];
  /** residual noises × outputs, each one normal a replica, times its standard deviation */
  readonly residuals: readonly Float32Array[];
}

/** What one step draws for every replica. */
export interface DrawnBatch {
  /** samples in each replica's batch of this step */
  readonly size: number;
  /** names × (replicas · size): the drawn rows; null for the full batch, which every replica shares */
  readonly columns: readonly Float32Array[] | null;
  /** outputs × (replicas · size): label noise times its standard deviation; empty without */
  readonly labels: readonly Float32Array[];
}

/**
 * Draws batches and noise, step after step, for a group of replicas, each from its own stream and in the same order
 * whatever group it is in.
 */
export class DrawSource {
  private step = 0;
  /** for each batch drawn in epochs, each replica's current pass */
  private readonly passes: Uint32Array[][];

  constructor(
    private readonly objective: Objective,
    private readonly streams: readonly RandomStream[],
  ) {
    this.passes = objective.batches.map(() => []);
  }

  next(): Draws {
    const { objective, streams } = this;
    const modes = objective.outputs.length;
    const batches = objective.batches.map((noise) => emptyBatch(objective, noise, streams.length, this.step));
    const residuals = objective.residualNoise.flatMap(() =>
      Array.from({ length: modes }, () => new Float32Array(streams.length)),
    );
    for (const [replica, stream] of streams.entries()) {
      for (const [k, batch] of batches.entries()) {
        const noise = objective.batches[k];
        if (batch.columns !== null) this.drawSamples(noise, k, batch, replica, stream);
        for (const label of batch.labels) {
          for (let i = 0; i < batch.size; i++) label[replica * batch.size + i] = noise.labelNoise * stream.normal();
        }
      }
      for (const [index, residual] of residuals.entries()) {
        residual[replica] = objective.residualNoise[Math.floor(index / modes)] * stream.normal();
      }
    }
    this.step++;
    return { batches, residuals };
  }

  private drawSamples(noise: BatchNoise, k: number, batch: DrawnBatch, replica: number, stream: RandomStream): void {
    const { objective, step } = this;
    const { sampleCount, rows } = objective;
    const width = objective.dataNames.length;
    const take = (place: number, sample: number): void => {
      const at = replica * batch.size + place;
      for (let name = 0; name < width; name++) (batch.columns ?? [])[name][at] = rows[sample * width + name];
    };
    switch (noise.sampling) {
      case 'all':
        return;
      case 'with-replacement':
        for (let i = 0; i < batch.size; i++) take(i, stream.below(sampleCount));
        return;
      case 'without-replacement':
        stream.subset(sampleCount, batch.size).forEach((sample, i) => {
          take(i, sample);
        });
        return;
      case 'epochs': {
        const place = step % Math.ceil(sampleCount / noise.size);
        if (place === 0) this.passes[k][replica] = stream.permutation(sampleCount);
        const pass = this.passes[k][replica];
        for (let i = 0; i < batch.size; i++) take(i, pass[place * noise.size + i]);
      }
    }
  }
}

function emptyBatch(objective: Objective, noise: BatchNoise, replicas: number, step: number): DrawnBatch {
  const { sampleCount, dataNames, outputs } = objective;
  const place = step % Math.ceil(sampleCount / noise.size);
  const size = noise.sampling === 'epochs' ? Math.min(noise.size, sampleCount - place * noise.size) : noise.size;
  const array = (): Float32Array => new Float32Array(replicas * size);
  return {
    size,
    columns: noise.sampling === 'all' ? null : dataNames.map(array),
    labels: noise.labelNoise === 0 ? [] : outputs.map(array),
  };
}
