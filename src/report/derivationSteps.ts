import { momentumValue } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { Derivation, Step } from '../symbolic/derivation.js';

/** Whether the parameters follow an SDE, of which condition, exponent and thresholds speak: not with momentum (theory §6). */
export function followsSde(model: Model): boolean {
  return momentumValue(model) === 0;
}

/** The steps of a derivation, preceded by what they do not speak of where there is momentum. */
export function stepsToShow(model: Model, { steps }: Derivation): readonly Step[] {
  if (followsSde(model) || model.dynamics.kind === 'sde') return steps;
  const what =
    'With this momentum the parameters alone follow no SDE (theory §6). Invariance, curvature and noise hold as they stand; exponent, condition and thresholds, where given, are those of the model without momentum';
  return [{ title: 'Momentum', what, expression: model.dynamics.momentum }, ...steps];
}
