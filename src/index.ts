/* The public API; everything else may change. */

export { InputError } from './arithmetic/inputError.js';
export type { Rational } from './arithmetic/rational.js';
export { checkClaims } from './claims/checkClaims.js';
export type { CheckOptions } from './claims/checkOptions.js';
export type { AttractionWitness, Finding, InvarianceWitness } from './claims/finding.js';
export { type DiscoverOptions, type Discovery, discoverSets } from './discovery/discover.js';
export type { SetFamily } from './discovery/provedFamily.js';
export { evaluate, type Samples } from './expression/evaluation/evaluate.js';
export type { Expression } from './expression/syntax/expression.js';
export { latexOf } from './expression/syntax/latex.js';
export { parseExpression } from './expression/syntax/parse.js';
export { printExpression } from './expression/syntax/print.js';
export type { ClaimCertificate } from './kernel/certificate.js';
export { type Checked, checkCertificate } from './kernel/checkCertificate.js';
export type { Certificate } from './kernel/exponent/certificate.js';
export { builtinModels } from './model/builtin/index.js';
export type { Estimate, Evidence, RunOptions } from './model/evidence.js';
export { type MatrixProduct, readMatrixProduct } from './model/matrixProduct.js';
export type { AffineSet, Claim, DataSet, Model, SimulationSettings } from './model/model.js';
export type { NoiseModel } from './model/noise/noiseFacts.js';
export { printModelFile } from './model/printModel.js';
export { type ReadModelOptions, readModel } from './model/readModel.js';
export { piecesOf } from './model/schedule.js';
export { type EngineOptions, openEngines } from './openEngines.js';
export { certifySet } from './prediction/certificate/certifySet.js';
export { escapeBound, type Neighbourhood } from './prediction/neighbourhood/neighbourhood.js';
export { findNeighbourhood } from './prediction/neighbourhood/neighbourhoodSearch.js';
export { type PredictOptions, predict } from './prediction/predict.js';
export type { Exponent, Prediction } from './prediction/prediction.js';
export { type ProductPrediction, predictProduct } from './prediction/predictProduct.js';
export type { Axis } from './prediction/thresholds/axis.js';
export { type BoundaryPoint, traceBoundary } from './prediction/thresholds/boundaryCurve.js';
export {
  type FoundThresholds,
  findThresholds,
  type NumericThreshold,
  searchThresholds,
  type ThresholdOptions,
} from './prediction/thresholds/thresholdSearch.js';
export { checkResultJson, type ReportedFinding } from './report/checkJson.js';
export { type CheckResult, checkResult } from './report/checkSchema.js';
export { checkText } from './report/checkText.js';
export { derivationLatex, derivationMarkdown, derivationText } from './report/derivationText.js';
export { type PredictedModel, predictResultJson, type SetPrediction } from './report/predictJson.js';
export { type PredictResult, predictResult } from './report/predictSchema.js';
export { type DerivedModel, deriveResultJson, type VerifiedModel, verifyResultJson } from './report/resultJson.js';
export { type DeriveResult, deriveResult, type VerifyResult, verifyResult } from './report/resultSchema.js';
export { theoryTable } from './report/table.js';
export type { Derivation, Invariance, Linearisation, Threshold } from './symbolic/derivation.js';
export { deriveSet } from './symbolic/derive.js';
export type { Engines } from './verify/engines.js';
export { judge } from './verify/judge.js';
export type { Measurements } from './verify/quantities.js';
export type { Cause, Disagreement, Verdict } from './verify/verdict.js';
export type { VerifyOptions } from './verify/verifyModel.js';
export { type VerifyModelOptions, verifyModel } from './verifyModel.js';
