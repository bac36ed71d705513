/* The public API; everything else may change. */

export type { ClaimCertificate } from './claims/certificate.js';
export { checkClaimCertificate } from './claims/check/checkClaimCertificate.js';
export { checkClaims } from './claims/checkClaims.js';
export type { CheckOptions } from './claims/checkOptions.js';
export type { AttractionWitness, Finding, InvarianceWitness } from './claims/finding.js';
export { type DiscoverOptions, type Discovery, discoverSets } from './discovery/discover.js';
export { evaluate, type Samples } from './expression/evaluate.js';
export type { Expression } from './expression/expression.js';
export { latexOf } from './expression/latex.js';
export { parseExpression } from './expression/parse.js';
export { printExpression } from './expression/print.js';
export { builtinModels } from './model/builtin/index.js';
export type { Estimate, Evidence } from './model/evidence.js';
export type { AffineSet, Claim, DataSet, Model, NoiseModel, SimulationSettings } from './model/model.js';
export { printModelFile } from './model/printModel.js';
export { type ReadModelOptions, readModel } from './model/readModel.js';
export { InputError } from './numeric/inputError.js';
export type { Rational } from './numeric/rational.js';
export type { Certificate } from './prediction/certificate/certificate.js';
export { certifySet } from './prediction/certificate/certifySet.js';
export { checkCertificate } from './prediction/check/checkCertificate.js';
export { checkNeighbourhood } from './prediction/check/checkNeighbourhood.js';
export { escapeBound, type Neighbourhood } from './prediction/neighbourhood/neighbourhood.js';
export { findNeighbourhood } from './prediction/neighbourhood/neighbourhoodSearch.js';
export { type PredictOptions, predict } from './prediction/predict.js';
export type { Exponent, Prediction } from './prediction/prediction.js';
export { type Axis, type BoundaryPoint, traceBoundary } from './prediction/thresholds/boundaryCurve.js';
export {
  findThresholds,
  type NumericThreshold,
  type ThresholdOptions,
} from './prediction/thresholds/thresholdSearch.js';
export { checkResultJson, type ReportedFinding } from './report/checkJson.js';
export { type CheckResult, checkResult } from './report/checkSchema.js';
export { checkText } from './report/checkText.js';
export { derivationLatex, derivationMarkdown, derivationText } from './report/derivationText.js';
export { type DerivedModel, deriveResultJson, type VerifiedModel, verifyResultJson } from './report/resultJson.js';
export { type DeriveResult, deriveResult, type VerifyResult, verifyResult } from './report/resultSchema.js';
export { theoryTable } from './report/table.js';
export type { Derivation, Invariance, Linearisation, Threshold } from './symbolic/derivation.js';
export { deriveSet } from './symbolic/derive.js';
export type { Engines, RunOptions } from './verify/engines.js';
export { judge } from './verify/judge.js';
export type { Measurements } from './verify/participants.js';
export type { Cause, Disagreement, Verdict } from './verify/verdict.js';
export { type VerifyOptions, verifyModel } from './verify/verifyModel.js';
