import type { RandomStream } from '../../numeric/random.js';
import type { SgdNoise } from '../linearisation/evaluatedLinearisation.js';

/** Which samples are in the batch of a step, drawn in the order of the steps. */
export class BatchOrder {
  /** steps of a pass; 1 unless drawn in epochs */
  readonly steps: number;
  private order: Uint32Array = new Uint32Array(0);

  constructor(
    private readonly noise: Pick<Extract<SgdNoise, { kind: 'batch' }>, 'sampling' | 'batch'>,
    private readonly samples: number,
  ) {
    this.steps = noise.sampling === 'epochs' ? Math.ceil(samples / noise.batch) : 1;
  }

  /** The samples of step number `step` = 0, 1, 2, … */
  draw(stream: RandomStream, step: number): ArrayLike<number> & Iterable<number> {
    const { samples, steps } = this;
    const { sampling, batch } = this.noise;
    switch (sampling) {
      case 'with-replacement':
        return Uint32Array.from({ length: batch }, () => stream.below(samples));
      case 'without-replacement':
        return stream.subset(samples, batch);
      case 'epochs': {
        const place = step % steps;
        if (place === 0) this.order = stream.permutation(samples);
        return this.order.subarray(place * batch, (place + 1) * batch);
      }
      default:
        return sampling satisfies never;
    }
  }
}
