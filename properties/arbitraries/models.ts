import fc from 'fast-check';
import type { Model } from '../../src/model/model.js';
import { neuronModels } from './neuronModels.js';
import { oneDimensionalModels } from './oneDimensionalModels.js';
import { symmetricModels } from './symmetricModels.js';

/** Random models whose sets are invariant: networks, losses with a symmetry, SDEs of one parameter. */
export function models(): fc.Arbitrary<Model> {
  return fc.oneof(neuronModels(), symmetricModels(), oneDimensionalModels());
}
