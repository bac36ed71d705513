import { compare, rational } from '../arithmetic/rational.js';
import type { CriticalPoint } from '../expression/functions/functionFacts.js';
import { functions } from '../expression/functions/functions.js';
import { type Expression, smallInteger } from '../expression/syntax/expression.js';

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
