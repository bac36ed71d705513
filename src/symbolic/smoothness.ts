import {
  call,
  childrenOf,
  difference,
  type Expression,
  keyOf,
  number,
  product,
  sum,
  symbol,
  withChildren,
} from '../expression/expression.js';
import { functions } from '../expression/functions.js';
import { printExpression } from '../expression/print.js';
import { substitute } from '../expression/substitute.js';
import { zeroTest } from '../expression/zeroTest.js';

/** A formula that may be differentiated on the set, and what had to be replaced to make it so. */
export interface SmoothFormula {
  readonly expression: Expression;
  /** names that stand for an element of a subdifferential, with the values they may take */
  readonly subgradients: ReadonlyMap<string, readonly [number, number]>;
  /** the atoms that break on the set, as written, with where they break */
  readonly breaks: readonly { readonly atom: string; readonly at: string; readonly differentiable: boolean }[];
}

/**
 * Replaces every function whose kink lies on the whole set by a subgradient times its argument.
 *
 * relu(z) with z = 0 all over the set becomes g·z with a new name g in [0, 1], |z| becomes g·z with g in [−1, 1], max and
 * conditionals become mixtures of their branches: the value and, over all g, the subdifferential on the set stay what
 * they are, so that an identity in g speaks of every subgradient (theory §3, §8 M9).
 */
export function smoothOnSet(expression: Expression, restriction: ReadonlyMap<string, Expression>): SmoothFormula {
  const subgradients = new Map<string, readonly [number, number]>();
  const breaks: { atom: string; at: string; differentiable: boolean }[] = [];
  const known = new Map<string, Expression>();
  const vanishes = (value: Expression): boolean => zeroTest(substitute(value, restriction)).status === 'zero';

  const subgradient = (node: Expression, at: Expression, range: readonly [number, number]): Expression => {
    const name = `subgradient${subgradients.size + 1}`;
    subgradients.set(name, range);
    breaks.push({ atom: printExpression(node), at: printExpression(at), differentiable: true });
    return symbol(name);
  };

  const visit = (node: Expression): Expression => {
    const key = keyOf(node);
    const found = known.get(key);
    if (found !== undefined) return found;
    const children = childrenOf(node).map(visit);
    const result = replace(node, children);
    known.set(key, result);
    return result;
  };

  const replace = (node: Expression, children: readonly Expression[]): Expression => {
    const rebuilt = childrenOf(node).every((child, i) => child === children[i]) ? node : withChildren(node, children);
    if (node.kind === 'conditional') {
      const boundary = boundaryOf(node.condition);
      if (boundary === null || !vanishes(boundary)) return rebuilt;
      if (vanishes(difference(node.then, node.otherwise))) {
        const g = subgradient(node, boundary, [0, 1]);
        return sum(product(g, children[1]), product(difference(number(1), g), children[2]));
      }
      return rebuilt;
    }
    if (
      node.kind === 'power' &&
      node.exponent.kind === 'number' &&
      node.exponent.value.denominator !== 1n &&
      vanishes(node.base)
    ) {
      breaks.push({ atom: printExpression(node), at: printExpression(node.base), differentiable: false });
      return rebuilt;
    }
    if (node.kind !== 'call') return rebuilt;
    const kink = functions[node.function].kinks(node.arguments).find(vanishes);
    if (kink === undefined) return rebuilt;
    switch (node.function) {
      case 'relu':
        return product(subgradient(node, kink, [0, 1]), children[0]);
      case 'abs':
        return product(subgradient(node, kink, [-1, 1]), children[0]);
      case 'max':
      case 'min': {
        const [first, ...others] = children;
        return others.reduce((joined, next, i) => {
          const pair = difference(node.arguments[i + 1], node.arguments[0]);
          if (!vanishes(pair)) return call(node.function, joined, next);
          const g = subgradient(node, pair, [0, 1]);
          return sum(product(g, joined), product(difference(number(1), g), next));
        }, first);
      }
      default:
        breaks.push({ atom: printExpression(node), at: printExpression(kink), differentiable: false });
        return rebuilt;
    }
  };

  return { expression: visit(expression), subgradients, breaks };
}

/** The expression at whose zeros a condition changes its truth; null for compound conditions. */
function boundaryOf(condition: Expression): Expression | null {
  if (condition.kind === 'comparison') return difference(condition.left, condition.right);
  return null;
}
