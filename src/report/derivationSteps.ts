import type { Expression } from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { isClipped, noSdeReason } from '../model/noSde.js';
import type { Derivation, Step } from '../symbolic/derivation.js';
import { isTooLong } from './elision.js';
import { gatherMoments } from './gatherMoments.js';
import type { Section } from './sections.js';

/** Whether the parameters follow an SDE, of which condition, exponent and thresholds speak: not with momentum (theory §6). */
export function followsSde(model: Model): boolean {
  return noSdeReason(model) === null;
}

/** The steps of a derivation, preceded by what they do not speak of where there is momentum. */
export function stepsToShow(model: Model, { steps }: Derivation): readonly Step[] {
  if (followsSde(model) || model.dynamics.kind === 'sde') return steps;
  const { momentum, clippingNorm } = model.dynamics;
  const [title, why, without] = isClipped(model)
    ? ['Clipping', 'Gradients are clipped at this norm', 'clipping']
    : ['Momentum', 'With this momentum the parameters alone follow no SDE (theory §6)', 'momentum'];
  const what = `${why}. Invariance, curvature and noise hold as they stand; exponent, condition and thresholds, where given, are those of the model without ${without}`;
  return [{ title, what: [what], left: null, expression: clippingNorm ?? momentum }, ...steps];
}

/** The steps as documents show them: matrices whole, where the data of the derivation has them entry by entry; moments gathered. */
export function shownSteps(model: Model, derivation: Derivation): Section[] {
  const short = (expression: Expression): Expression =>
    isTooLong(expression) ? expression : gatherMoments(expression, dataNames(model));
  const matrix = (name: string, entries: readonly (readonly Expression[])[]) => ({
    name,
    entries: entries.map((row) => row.map(short)),
  });
  const shown: Section[] = [];
  let families = 0;
  for (const step of stepsToShow(model, derivation)) {
    const { title, expression } = step;
    const isEntry =
      (title === 'Curvature' && shown.at(-1)?.title === title) || (title === 'Noise' && expression !== null);
    if (isEntry) continue;
    if (title === 'Curvature') {
      const text = 'The curvature in orthonormal normal coordinates';
      shown.push({
        ...step,
        what: [text],
        expression: null,
        matrix: matrix('H', derivation.linearisation?.curvature ?? []),
      });
    } else if (title === 'Noise') {
      const family = derivation.linearisation?.noise[families++];
      shown.push({ ...step, expression: null, matrix: family === undefined ? null : matrix('M', family.matrix) });
    } else shown.push({ ...step, expression: expression && short(expression), matrix: null });
  }
  return shown;
}
