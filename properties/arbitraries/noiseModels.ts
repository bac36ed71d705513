import fc from 'fast-check';
import { fraction } from '../../src/expression/syntax/expression.js';
import type { LossDynamics } from '../../src/model/model.js';
import type { NoiseModel } from '../../src/model/noise/noiseFacts.js';
import type { Sampling } from '../../src/model/noise/noiseKind.js';

export interface NoiseModelConstraints {
  /** the number of samples: batches of distinct samples are no larger */
  readonly samples: number;
  /** label and residual noise are for the squared loss alone; default squared */
  readonly form?: LossDynamics['form'];
  /** default 4 */
  readonly maxBatch?: number;
}

/** The noise of a loss with data (theory §2): one or two entries of which one at most draws samples. */
export function noiseModels({
  samples,
  form = 'squared',
  maxBatch = 4,
}: NoiseModelConstraints): fc.Arbitrary<readonly NoiseModel[]> {
  if (samples < 1) throw new RangeError(`noiseModels: ${samples} samples; expected 1 or more`);
  const batch = fc.oneof(fc.integer({ min: 1, max: maxBatch }), fc.constant('full' as const));
  const fitting = (size: number | 'full', sampling: Sampling): number | 'full' =>
    size === 'full' || sampling === 'with-replacement' || sampling === 'none' ? size : Math.min(size, samples);
  const std = fc.integer({ min: 1, max: 12 }).map((n) => fraction(n, 4));
  const minibatch = fc
    .tuple(batch, fc.constantFrom<Exclude<Sampling, 'none'>[]>('with-replacement', 'without-replacement', 'epochs'))
    .map(([size, sampling]): NoiseModel => ({ kind: 'minibatch', batch: fitting(size, sampling), sampling }));
  if (form !== 'squared') return minibatch.map((noise) => [noise]);
  const label = fc
    .tuple(std, batch, fc.constantFrom<Sampling[]>('none', 'with-replacement', 'without-replacement', 'epochs'))
    .map(([deviation, size, sampling]): NoiseModel => {
      return { kind: 'label', std: deviation, batch: fitting(size, sampling), sampling };
    });
  const residual = std.map((deviation): NoiseModel => ({ kind: 'residual', std: deviation }));
  return fc.oneof(
    minibatch.map((noise) => [noise]),
    label.map((noise) => [noise]),
    residual.map((noise) => [noise]),
    fc.tuple(fc.oneof(minibatch, label), residual).map((pair) => [...pair]),
  );
}
