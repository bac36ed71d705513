import { gradient } from '../expression/calculus/differentiate.js';
import { type Expression, negate } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';

/** The drift of the SDE in θ: the mean of one part over the samples, plus another that knows no sample. */
export interface Drift {
  /** −∇ℓ(θ; z), one expression a parameter, in parameters, constants and the data's names; null without data */
  readonly perSample: readonly Expression[] | null;
  /** −∇(regulariser), or the SDE's own drift: one expression a parameter */
  readonly shared: readonly Expression[];
}

/** The drift −∇L of the stochastic gradient flow, or the drift that the model states (theory §1). */
export function deriveDrift({ dynamics, parameters }: Model): Drift {
  if (dynamics.kind === 'sde') return { perSample: null, shared: dynamics.drift };
  return { perSample: descent(dynamics.loss, parameters), shared: descent(dynamics.regulariser, parameters) };
}

function descent(height: Expression, parameters: readonly string[]): Expression[] {
  return gradient(height, parameters).map(negate);
}
