import { compare, rational } from '../arithmetic/rational.js';
import type { CriticalPoint } from '../expression/functions/functionFacts.js';
import { functions } from '../expression/functions/functions.js';
import {
  childrenOf,
  difference,
  type Expression,
  nodesOf,
  smallInteger,
  symbolsOf,
} from '../expression/syntax/expression.js';

/** The critical points of a node itself; those of a conditional's condition are not among them. */
export function criticalPointsOf(node: Expression): readonly CriticalPoint[] {
  if (node.kind === 'power') {
    const { base, exponent } = node;
    const whole = smallInteger(exponent);
    if (whole !== null) return whole < 0 ? [{ at: base, problem: 'pole' }] : [];
    const isSteep = exponent.kind === 'number' && compare(exponent.value, rational(1)) < 0;
    return [{ at: base, problem: isSteep ? 'slope' : 'order' }];
  }
  return node.kind === 'call' ? functions[node.function].critical(node.arguments) : [];
}

/** The expressions at whose zeros a condition may change its truth. */
export function boundariesOf(condition: Expression): Expression[] {
  if (condition.kind === 'comparison') return [difference(condition.left, condition.right)];
  return childrenOf(condition).flatMap(boundariesOf);
}

/**
 * What is 0 where some part of the formulas is not smooth in its arguments, for problems of the wanted kinds, a condition's
 * among them, and depends on the parameters; with that part.
 */
export function bordersIn(
  formulas: readonly Expression[],
  parameters: readonly string[],
  isWanted: (problem: CriticalPoint['problem']) => boolean,
): { readonly atom: Expression; readonly at: Expression }[] {
  return nodesOf(formulas).flatMap((atom) => {
    const critical = criticalPointsOf(atom).flatMap(({ at, problem }) => (isWanted(problem) ? [at] : []));
    const borders = atom.kind === 'conditional' ? boundariesOf(atom.condition) : critical;
    const varying = borders.filter((at) => symbolsOf(at).some((name) => parameters.includes(name)));
    return varying.map((at) => ({ atom, at }));
  });
}

/** What is said of an atom that breaks. */
export function saying(problem: CriticalPoint['problem']): string {
  switch (problem) {
    case 'kink':
      return 'is not differentiable';
    case 'slope':
      return 'has no finite derivative';
    case 'order':
      return 'does not have every derivative';
    case 'pole':
      return 'has no finite value';
    case 'jump':
      return 'jumps';
  }
}
