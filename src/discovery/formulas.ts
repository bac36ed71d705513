import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number, product, sum, symbol } from '../expression/syntax/expression.js';
import { constantExpressions, dataNames } from '../model/constants.js';
import type { LossDynamics, Model } from '../model/model.js';
import { actsOnOutputs, statedColumns } from '../model/noise/noiseFacts.js';

/** What a symmetry of a model must leave unchanged, at the file's constants (theory §3). */
export interface Formulas {
  /** scalars, each to be left unchanged by itself */
  readonly scalars: readonly Expression[];
  /** lists of names, one a parameter each, that a symmetry moves alike */
  readonly names: readonly (readonly string[])[];
  /** further names: the samples' */
  readonly data: readonly string[];
}

/**
 * Loss, regulariser, and outputs that noise acts on. A squared or logistic loss is unchanged for every target it admits
 * exactly when the outputs are, which then stand in its place; a cross-entropy stands once for each class.
 *
 * Of a vector field Σ_i p_i F_i, for the drift of an SDE and every column that a noise states: that it is unchanged under (θ, p) → (Qθ, Qp)
 * says QF(θ) = F(Qθ), column by column, so that the fixed space of Q holds every increment.
 */
export function formulasOf(model: Model): Formulas {
  const { dynamics, parameters } = model;
  const constants = constantExpressions(model);
  const atConstants = (expression: Expression): Expression => substitute(expression, constants);
  const covectors = parameters.map((name) => `component along ${name}`);
  const paired = (field: readonly Expression[]): Expression =>
    sum(...field.map((component, i) => product(symbol(covectors[i]), atConstants(component))));
  const columns = model.noise.flatMap(statedColumns).map(paired);
  if (dynamics.kind === 'sde') {
    return { scalars: [paired(dynamics.drift), ...columns], names: [parameters, covectors], data: [] };
  }
  return {
    scalars: [...[...pullsOf(model, dynamics), dynamics.regulariser].map(atConstants), ...columns],
    names: columns.length === 0 ? [parameters] : [parameters, covectors],
    data: dataNames(model),
  };
}

/** What pulls on the parameters apart from the regulariser. */
function pullsOf(model: Model, { loss, form, output, data }: LossDynamics): readonly Expression[] {
  const outputs = output ?? [];
  switch (form) {
    case 'squared':
    case 'logistic':
      return outputs;
    case 'softmax':
      return outputs.map((_, c) => substitute(loss, new Map(data.targets.map((name) => [name, number(c)]))));
    case 'custom': {
      const isNoisy = model.noise.some(actsOnOutputs);
      return [loss, ...(isNoisy ? outputs : [])];
    }
  }
}
