import type { Expression } from '../../expression/syntax/expression.js';

/** What is known of one kind of noise, beside how its covariance is linearised and stepped (theory §2). */
export interface NoiseKind<N> {
  readonly kind: string;
  /** whether it moves θ along the gradients of the outputs, so that these must be stated */
  readonly actsOnOutputs: boolean;
  /** whether it draws samples from the data, as one entry of a model may */
  drawsSamples(noise: N): boolean;
  /** the batch it divides by; `full` where it knows none */
  batchOf(noise: N): number | 'full';
  /** what scales it, in constants alone; null where nothing does */
  deviationOf(noise: N): Expression | null;
  /** what is stated outright of it, parameters × Brownian motions; null where it follows from loss and data */
  diffusionOf(noise: N): readonly (readonly Expression[])[] | null;
}

/** The facts of a noise that is stated outright, apart from loss and data. */
export const stated: Omit<NoiseKind<{ readonly diffusion: readonly (readonly Expression[])[] }>, 'kind'> = {
  actsOnOutputs: false,
  drawsSamples: () => false,
  batchOf: () => 'full',
  deviationOf: () => null,
  diffusionOf: ({ diffusion }) => diffusion,
};

/** How the samples of a batch are drawn (theory §2). */
export type BatchSampling = 'with-replacement' | 'without-replacement' | 'epochs';

/** The same for label noise, which may also stand on the gradient of all samples. */
export type Sampling = 'none' | BatchSampling;
