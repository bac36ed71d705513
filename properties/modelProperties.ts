import { covariance } from './covariance.js';
import { exponentSign } from './exponentSign.js';
import { type GradientConstraints, gradients } from './gradients.js';
import { invariance } from './invariance.js';
import { invarianceVerdict } from './invarianceVerdict.js';
import type { ModelProperty } from './modelProperty.js';
import { otherEngines } from './otherEngines.js';
import { printedModel } from './printedModel.js';
import { sampleOrder } from './sampleOrder.js';
import { smallLearningRate } from './smallLearningRate.js';

/** Every property of this package, in the order in which they are run and shown. */
export function modelProperties(constraints: GradientConstraints = {}): readonly ModelProperty[] {
  return [
    invariance(),
    invarianceVerdict(),
    gradients(constraints),
    otherEngines(),
    covariance(),
    sampleOrder(),
    exponentSign(),
    smallLearningRate(),
    printedModel(),
  ];
}
