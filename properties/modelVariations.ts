import fc from 'fast-check';
import type { Rational } from '../src/arithmetic/rational.js';
import type { DataSet, LossDynamics, Model } from '../src/model/model.js';
import type { NoiseModel } from '../src/model/noise/noiseFacts.js';
import { dataSets } from './arbitraries/dataSets.js';

export interface ModelVariationConstraints {
  /** most samples of a variation, unless it keeps all of the model's; default 6 */
  readonly maxSamples?: number;
}

/**
 * Models with the formulas, constants and sets of a given one and other samples: some of its own, all of its own, or
 * random ones that its loss allows. Claims are left out. An SDE without data stays as it is.
 */
export function modelVariations(model: Model, { maxSamples = 6 }: ModelVariationConstraints = {}): fc.Arbitrary<Model> {
  const { dynamics } = model;
  const plain: Model = { ...model, claims: [] };
  if (dynamics.kind === 'sde' || dynamics.data.inputs.length + dynamics.data.targets.length === 0) {
    return fc.constant(plain);
  }
  const { data } = dynamics;
  const own = fc.subarray([...data.rows], { minLength: 1, maxLength: Math.min(maxSamples, data.rows.length) });
  const random = dataSets({
    inputs: data.inputs,
    targets: data.targets,
    maxSamples,
    targetValues: targetValues(dynamics),
  }).map(({ rows }) => rows);
  return fc
    .oneof({ withCrossShrink: true }, own, random, fc.constant(data.rows))
    .map((rows) => withSamples(plain, dynamics, { ...data, rows }));
}

function withSamples(model: Model, dynamics: LossDynamics, data: DataSet): Model {
  return { ...model, dynamics: { ...dynamics, data }, noise: model.noise.map((noise) => fitting(noise, data.rows)) };
}

/** A batch of distinct samples holds as many as there are at most. */
function fitting(noise: NoiseModel, rows: readonly (readonly Rational[])[]): NoiseModel {
  if (noise.kind !== 'minibatch' && noise.kind !== 'label') return noise;
  const isDistinct = noise.sampling === 'without-replacement' || noise.sampling === 'epochs';
  return isDistinct && noise.batch !== 'full' ? { ...noise, batch: Math.min(noise.batch, rows.length) } : noise;
}

function targetValues({ form, output }: LossDynamics): 'real' | 'signs' | number {
  switch (form) {
    case 'logistic':
      return 'signs';
    case 'softmax':
      return output?.length ?? 1;
    case 'squared':
    case 'custom':
      return 'real';
  }
}
