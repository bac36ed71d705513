import type { AffineSet, Model } from '../model/model.js';
import { predict } from '../prediction/predict.js';
import type { Prediction } from '../prediction/prediction.js';
import { deriveSet } from '../symbolic/derive.js';
import type { AttractionStatement, AttractionWitness } from './finding.js';
import { baseAt, type Instance, modelAt } from './instance.js';

/** An instance at which claim and theory differ, with both exponents there. */
export function attractionWitness(
  model: Model,
  set: AffineSet,
  instance: Instance,
  claimed: AttractionStatement | number,
  derived: AttractionStatement | number,
): AttractionWitness {
  const { exponents } = predictedAt(model, set, instance);
  return {
    kind: 'attraction',
    instance,
    base: baseAt(model, set, instance),
    claimed,
    derived,
    exponents: { sde: exponents.sde, sgd: exponents.sgd },
  };
}

/** What is predicted at an instance, in double precision; without a certificate. */
export function predictedAt(model: Model, set: AffineSet, instance: Instance): Prediction {
  const there = modelAt(model, set, instance);
  return predict(there.model, deriveSet(there.model, there.set), { seed: predictionSeed, certify: false });
}

/** Exponents that have to be simulated are for the reader alone: the same at every run. */
const predictionSeed = 1;
