import { evaluate } from '../src/expression/evaluation/evaluate.js';
import { functions } from '../src/expression/functions/functions.js';
import { childrenOf, type Expression } from '../src/expression/syntax/expression.js';

/**
 * The derivative of an expression by one name with every term taken positive: the sum over the paths from the name to the
 * root of the product of |local derivatives|.
 *
 * Differentiation that adds up path after path, as a library does, rounds relative to this, however much cancels in the
 * sum. `values` holds every name.
 */
export function absoluteGradient(expression: Expression, values: ReadonlyMap<string, number>, name: string): number {
  const known = new Map<Expression, number>();
  const visit = (node: Expression): number => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const children = childrenOf(node);
    const locals = node.kind === 'symbol' ? [] : localDerivatives(node, children, values);
    const own = node.kind === 'symbol' && node.name === name ? 1 : 0;
    const total = children.reduce((sum, child, i) => {
      const inner = locals[i] === 0 ? 0 : visit(child);
      return inner === 0 ? sum : sum + Math.abs(locals[i]) * inner;
    }, own);
    known.set(node, total);
    return total;
  };
  return visit(expression);
}

function localDerivatives(
  node: Expression,
  children: readonly Expression[],
  values: ReadonlyMap<string, number>,
): readonly number[] {
  const at = (child: Expression): number => Number(evaluate(child, values));
  switch (node.kind) {
    case 'sum':
      return children.map(() => 1);
    case 'product':
      return children.map((_, i) => children.reduce((rest, child, j) => (j === i ? rest : rest * at(child)), 1));
    case 'power': {
      const [base, exponent] = children.map(at);
      return [exponent * base ** (exponent - 1), base ** exponent * Math.log(Math.abs(base))];
    }
    case 'call': {
      const names = children.map((_, i) => `argument${i}`);
      const slopes = functions[node.function].derivative(names.map((name) => ({ kind: 'symbol', name })));
      const point = new Map(children.map((child, i) => [names[i], at(child)]));
      return slopes.map((slope) => Number(evaluate(slope, point)));
    }
    case 'conditional':
      return evaluate(node.condition, values) ? [0, 1, 0] : [0, 0, 1];
    default:
      return children.map(() => 0);
  }
}
