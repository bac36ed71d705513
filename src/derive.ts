/* The public API of collapse-verifier/derive: the symbolic part alone, which runs in a browser as in Node. */

export { InputError } from './arithmetic/inputError.js';
export type { Rational } from './arithmetic/rational.js';
export { latexOf } from './expression/syntax/latex.js';
export { parseExpression } from './expression/syntax/parse.js';
export { printExpression } from './expression/syntax/print.js';
export type { Model } from './model/model.js';
export { type ReadModelOptions, readModel } from './model/readModel.js';
export { derivationLatex, derivationMarkdown, derivationText } from './report/derivationText.js';
export { type DerivedModel, deriveResultJson } from './report/resultJson.js';
export type { DeriveResult } from './report/resultSchema.js';
export type { Derivation, Invariance, Threshold } from './symbolic/derivation.js';
export { deriveSet } from './symbolic/derive.js';
