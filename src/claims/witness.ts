import type { AffineSet, Model } from '../model/model.js';
import { predict } from '../prediction/predict.js';
import type { Prediction } from '../prediction/prediction.js';
import { deriveSet } from '../symbolic/derive.js';
import type { AttractionStatement, AttractionWitness } from './finding.js';
import { baseAt, modelAt, type Place } from './place.js';

/** A place at which claim and theory differ, with both exponents there. */
export function attractionWitness(
  model: Model,
  set: AffineSet,
  place: Place,
  claimed: AttractionStatement | number,
  derived: AttractionStatement | number,
): AttractionWitness {
  const { exponents } = predictedAt(model, set, place);
  return {
    kind: 'attraction',
    place,
    base: baseAt(model, set, place),
    claimed,
    derived,
    exponents: { sde: exponents.sde, sgd: exponents.sgd },
  };
}

/** What is predicted at a place, in double precision; without a certificate. */
export function predictedAt(model: Model, set: AffineSet, place: Place): Prediction {
  const there = modelAt(model, set, place);
  return predict(there.model, deriveSet(there.model, there.set), { seed: predictionSeed, certify: false });
}

/** Exponents that have to be simulated are for the reader alone: the same at every run. */
const predictionSeed = 1;
