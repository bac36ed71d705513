import { compare, rational } from '../arithmetic/rational.js';
import { functions } from '../expression/functions/functions.js';
import { call, type Expression, smallInteger } from '../expression/syntax/expression.js';

/** Where one node of a formula, its arguments being smooth, is not: where `at` is 0. */
export interface CriticalPoint {
  readonly at: Expression;
  /**
   * kink: continuous, differentiable on either side; slope: no finite derivative; order: some derivative is missing;
   * pole: no finite value; jump: not continuous
   */
  readonly problem: 'kink' | 'slope' | 'order' | 'pole' | 'jump';
}

/** The critical points of a node itself; those of a conditional's condition are not among them. */
export function criticalPointsOf(node: Expression): CriticalPoint[] {
  if (node.kind === 'power') {
    const { base, exponent } = node;
    const whole = smallInteger(exponent);
    if (whole !== null) return whole < 0 ? [{ at: base, problem: 'pole' }] : [];
    const isSteep = exponent.kind === 'number' && compare(exponent.value, rational(1)) < 0;
    return [{ at: base, problem: isSteep ? 'slope' : 'order' }];
  }
  if (node.kind !== 'call') return [];
  switch (node.function) {
    case 'log':
      return [{ at: node.arguments[0], problem: 'pole' }];
    case 'tan':
      return [{ at: call('cos', node.arguments[0]), problem: 'pole' }];
    default: {
      const problem = node.function === 'sqrt' ? 'slope' : node.function === 'sign' ? 'jump' : 'kink';
      return functions[node.function].kinks(node.arguments).map((at) => ({ at, problem }));
    }
  }
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
