import {
  type ComparisonOperator,
  call,
  comparison,
  conditional,
  type Expression,
  e,
  fraction,
  number,
  pi,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../../src/expression/expression.js';
import { functionNames } from '../../src/expression/functionName.js';
import type { RandomStream } from '../../src/numeric/random.js';

const names = ['a', 'b', 'c'];
const comparisons: readonly ComparisonOperator[] = ['<', '<=', '>', '>='];

export function pick<T>(random: RandomStream, values: readonly T[]): T {
  return values[random.below(values.length)];
}

/** A random expression of depth 1 to `depth` over every function of the grammar; leaves are names and small numbers. */
export function randomExpression(random: RandomStream, depth: number): Expression {
  if (depth <= 1 || random.below(8) === 0) return randomLeaf(random);
  const inner = (): Expression => randomExpression(random, depth - 1);
  switch (random.below(9)) {
    case 0:
    case 1:
      return sum(inner(), inner());
    case 2:
    case 3:
      return product(inner(), inner());
    case 4:
      return quotient(inner(), inner());
    case 5:
      return power(inner(), pick(random, [2, 3, -1, -2]));
    case 6: {
      const condition = comparison(pick(random, comparisons), randomExpression(random, 2), randomLeaf(random));
      return random.below(3) === 0
        ? conditional(condition, inner(), inner())
        : sum(inner(), product(number(-1), inner()));
    }
    default: {
      const name = pick(random, functionNames);
      return name === 'max' || name === 'min' ? call(name, inner(), inner()) : call(name, inner());
    }
  }
}

function randomLeaf(random: RandomStream): Expression {
  switch (random.below(8)) {
    case 0:
      return number(random.below(9) - 4);
    case 1:
      return fraction(random.below(9) - 4, 1 + random.below(5));
    case 2:
      return random.below(6) === 0 ? pick(random, [pi, e]) : symbol(pick(random, names));
    default:
      return symbol(pick(random, names));
  }
}

/** The number of nodes on the longest way down, a name or a number being 1. */
export function depthOf(node: Expression, known = new Map<Expression, number>()): number {
  const found = known.get(node);
  if (found !== undefined) return found;
  const parts =
    node.kind === 'sum'
      ? node.terms
      : node.kind === 'product'
        ? node.factors
        : node.kind === 'power'
          ? [node.base, node.exponent]
          : node.kind === 'call'
            ? node.arguments
            : node.kind === 'conditional'
              ? [node.condition, node.then, node.otherwise]
              : node.kind === 'comparison'
                ? [node.left, node.right]
                : [];
  const depth = 1 + Math.max(0, ...parts.map((part) => depthOf(part, known)));
  known.set(node, depth);
  return depth;
}
