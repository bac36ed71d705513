/* The public API of collapse-verifier/properties; everything else may change. */

export { type DataSetConstraints, dataSets } from './arbitraries/dataSets.js';
export { exactNumbers } from './arbitraries/exactNumbers.js';
export { type ExpressionConstraints, expressions } from './arbitraries/expressions.js';
export { modelTexts } from './arbitraries/modelTexts.js';
export { boundProperty } from './boundProperty.js';
export { type CovarianceCase, covariance } from './covariance.js';
export { exponentSign, type SimulatedCase } from './exponentSign.js';
export { failureModelFile, formatOutcome } from './formatOutcome.js';
export { type GradientCase, type GradientConstraints, gradients } from './gradients.js';
export { invariance } from './invariance.js';
export { invarianceVerdict, type VerdictCase } from './invarianceVerdict.js';
export { modelProperties } from './modelProperties.js';
export { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
export { type ModelVariationConstraints, modelVariations } from './modelVariations.js';
export type { PathCase } from './onSetPaths.js';
export { printedModel } from './printedModel.js';
export { type PropertyOfModel, propertiesOf } from './propertiesOf.js';
export type { PropertyFailure, PropertyOutcome } from './propertyOutcome.js';
export { type RunPropertyOptions, runProperty } from './runProperty.js';
export { type OrderCase, sampleOrder } from './sampleOrder.js';
export { type RateCase, smallLearningRate } from './smallLearningRate.js';
