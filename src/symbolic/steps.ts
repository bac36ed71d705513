import type { Expression } from '../expression/expression.js';
import { printExpression } from '../expression/print.js';
import { largestExponent } from './condition.js';
import type { Derivation, Step } from './derivation.js';
import type { Statement } from './statement.js';

/** The derivation step by step, the way an author would write it: definitions, gradient on the set, curvature, noise, condition, threshold. */
export function derivationSteps(statement: Statement, derivation: Omit<Derivation, 'steps'>): Step[] {
  const { model, set } = statement;
  const steps: Step[] = [];
  const say = (title: string, what: string, expression: Expression | null = null): void => {
    steps.push({ title, what, expression });
  };
  if (model.dynamics.kind === 'loss') {
    say('Loss', `The loss of one sample, with parameters ${model.parameters.join(', ')}`, model.dynamics.loss);
    if (printExpression(model.dynamics.regulariser) !== '0')
      say('Regulariser', 'Added to the mean loss', model.dynamics.regulariser);
  } else if (model.dynamics.potential !== null)
    say('Potential', 'The drift is minus its gradient', model.dynamics.potential);
  else for (const [i, drift] of model.dynamics.drift.entries()) say('Drift', `Drift of ${model.parameters[i]}`, drift);
  const equations = set.equations.map((equation) => `${printExpression(equation)} = 0`).join(', ');
  const onSet = [...statement.restriction].map(([name, value]) => `${name} = ${printExpression(value)}`).join(', ');
  say('Set', `A = {${equations}}, codimension ${derivation.codimension}; on it ${onSet}`);
  say('Gradient on the set', `Invariance is ${derivation.invariance.status}: ${derivation.invariance.reason}`);
  if (derivation.smoothness.status === 'non-smooth') {
    say('Smoothness', derivation.smoothness.reason);
    return steps;
  }
  const { linearisation, eigenDirections, condition } = derivation;
  if (linearisation === null) return steps;
  for (const [l, row] of linearisation.curvature.entries()) {
    for (const [m, entry] of row.entries())
      if (m >= l) say('Curvature', `H[${l + 1},${m + 1}] in orthonormal normal coordinates`, entry);
  }
  for (const family of linearisation.noise) {
    const size = family.over === 'samples' ? 'the mean over the samples of M M^T' : 'M M^T';
    say(
      'Noise',
      `Noise from ${family.source}: the sum of C_j C_j^T is ${printExpression(family.weight)} times ${size}`,
    );
    for (const [l, row] of family.matrix.entries()) {
      for (const [m, entry] of row.entries()) say('Noise', `M[${l + 1},${m + 1}]`, entry);
    }
  }
  if (derivation.degenerate !== null) {
    say('Leading order', derivation.degenerate);
    return steps;
  }
  if (linearisation.baseMoves)
    say(
      'Base point',
      'Drift or noise along the set moves the base point: the exponents below are frozen at it (theory §5)',
    );
  for (const { direction, exponent } of eigenDirections ?? []) {
    const along = direction.map(printExpression).join(', ');
    say(
      'Exponent',
      `Along the common eigenvector (${along}) of H and all C_j the exponent is -h - (eta/2) sum c_j^2 (theory §5)`,
      exponent,
    );
  }
  if (eigenDirections !== null)
    say(
      'Exponent',
      'Lyapunov exponent of the SDE; the set attracts where it is negative',
      largestExponent(eigenDirections, statement.data),
    );
  else
    say(
      'Exponent',
      'H and the C_j are not simultaneously diagonalisable over the rationals: the exponent has no closed form here and is computed numerically (theory §5)',
    );
  if (condition?.alpha)
    say('Condition', "alpha = L''(0) + D''(0)/2: attractive where positive (theory §4.1)", condition.alpha);
  if (derivation.codimension > 1 && condition?.supQ)
    say('Condition', 'sup Q over directions: sufficient for attraction where negative (theory §4.2)', condition.supQ);
  if (derivation.codimension > 1 && condition?.infQ)
    say('Condition', 'inf Q over directions: sufficient for repulsion where positive (theory §4.2)', condition.infQ);
  for (const { parameter, expression, orientation } of derivation.thresholds) {
    const side = orientation === null ? 'the exponent is zero' : `attractive ${orientation} the threshold`;
    say('Threshold', `In ${parameter}, the other constants held: ${side}`, expression);
  }
  return steps;
}
