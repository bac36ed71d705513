import { evaluate } from '../expression/evaluation/evaluate.js';
import type { Expression } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { printExpression } from '../expression/syntax/print.js';
import { numericSamples, valuesAtBase } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { Derivation, DerivedSummary, Threshold } from '../symbolic/derivation.js';
import { proseText } from '../symbolic/prose.js';
import { followsSde, stepsToShow } from './derivationSteps.js';
import { finite } from './finite.js';
import { normalGradientJson } from './jsonParts.js';
import { noiseMatrices } from './noiseMatrices.js';
import type { DerivedSet } from './resultSchema.js';
import { thresholdRegions } from './thresholdRegions.js';

/** The JSON of one derived set; curvature and every C_j in orthonormal normal coordinates. */
export function derivationJson(model: Model, derivation: Derivation): DerivedSet {
  const linear = derivation.linearisation;
  return {
    ...derivedParts(model, derivation),
    curvature: linear === null ? null : texts(linear.curvature),
    noise: linear === null ? null : linear.noise.flatMap((family) => noiseMatrices(model, family)).map(texts),
    steps: stepsToShow(model, derivation).map(({ title, what, expression }) => ({
      title,
      what: proseText(what),
      expression: expression && printExpression(expression),
      latex: expression && latexOf(expression),
    })),
  };
}

/**
 * What the JSON of a derived and of a verified set share: invariance, condition and thresholds, with their values.
 *
 * Condition and thresholds are those of the SDE, so that with momentum there are none (theory §6).
 */
export function derivedParts(model: Model, derivation: DerivedSummary) {
  const value = valuesAt(model, derivation);
  const hasSde = followsSde(model);
  const thresholds = (hasSde ? derivation.thresholds : []).map((threshold) => ({
    ...thresholdJson(threshold, value),
    regions: thresholdRegions(model, derivation, threshold.parameter),
  }));
  const isConstant = ({ parameter }: { parameter: string }): boolean => model.constants.has(parameter);
  return {
    name: derivation.set.name,
    codimension: derivation.codimension,
    invariance: invarianceJson(derivation.invariance),
    condition: conditionJson(derivation.codimension, hasSde ? derivation.condition : null, value),
    thresholds: thresholds.filter(isConstant),
    /** in moments of the data, such as mean(x*y) */
    dataThresholds: thresholds.filter((threshold) => !isConstant(threshold)),
  };
}

/** Values at the file's constants and data and the set's base point, as JSON holds them. */
function valuesAt(model: Model, derivation: Pick<Derivation, 'set'>): (expression: Expression | null) => number | null {
  const values = valuesAtBase(model, derivation.set.base);
  const samples = numericSamples(model);
  return (expression) => (expression === null ? null : finite(Number(evaluate(expression, values, samples))));
}

/** The JSON of what was found of a set's invariance. */
export function invarianceJson(invariance: DerivedSummary['invariance']): DerivedSet['invariance'] {
  const { status, reason } = invariance;
  if (invariance.status !== 'refuted') {
    const certificate = invariance.status === 'proved' ? { ...invariance.certificate } : null;
    return { status, reason, certificate, counterexample: null };
  }
  return { status, reason, certificate: null, counterexample: normalGradientJson(invariance.counterexample) };
}

function conditionJson(
  codimension: number,
  condition: Derivation['condition'],
  value: (expression: Expression | null) => number | null,
): DerivedSet['condition'] {
  const written = (codimension === 1 ? condition?.alpha : condition?.supQ) ?? null;
  const supQ = value(condition?.supQ ?? null);
  const infQ = value(condition?.infQ ?? null);
  return {
    expression: written && printExpression(written),
    latex: written && latexOf(written),
    value: codimension === 1 ? value(condition?.alpha ?? null) : null,
    supQ,
    infQ,
    says: supQ !== null && supQ < 0 ? 'attractive' : infQ !== null && infQ > 0 ? 'repelling' : 'silent',
  };
}

/** Thresholds in closed form, with their values at the file's constants and data. */
export function thresholdsJson(model: Model, derivation: Derivation, thresholds: readonly Threshold[]) {
  const value = valuesAt(model, derivation);
  return thresholds.map((threshold) => thresholdJson(threshold, value));
}

function thresholdJson(threshold: Threshold, value: (expression: Expression | null) => number | null) {
  const { parameter, expression, orientation, domain } = threshold;
  const at = domain === null || value(domain) === 1 ? value(expression) : null;
  return {
    parameter,
    expression: printExpression(expression),
    latex: latexOf(expression),
    // a zero at infinity is none
    value: at !== null && Math.abs(at) < Number.MAX_VALUE ? at : null,
    attractive: orientation,
    domain: domain && printExpression(domain),
  };
}

function texts(matrix: readonly (readonly Expression[])[]): string[][] {
  return matrix.map((row) => row.map(printExpression));
}
