import { functions } from '../../src/expression/functions/functions.js';
import {
  type ComparisonOperator,
  call,
  childrenOf,
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
  withChildren,
} from '../../src/expression/syntax/expression.js';
import { functionNames } from '../../src/expression/syntax/functionName.js';
import type { RandomStream } from '../../src/numeric/random.js';

export const names = ['a', 'b', 'c'];
const comparisons: readonly ComparisonOperator[] = ['<', '<=', '>', '>=', '==', '!='];

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
      const { arity } = functions[name];
      return call(name, ...Array.from({ length: arity === 'any' ? 2 : arity }, inner));
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

/** The nodes that are numbers in value (no conditions, no exponents), each as often as it occurs. */
export function numbersIn(node: Expression): Expression[] {
  const isCondition = node.kind === 'comparison' || node.kind === 'logical';
  const below = isCondition ? [] : node.kind === 'power' ? [node.base] : childrenOf(node);
  return [...(isCondition ? [] : [node]), ...below.flatMap(numbersIn)];
}

/** One occurrence of a node replaced: the first that is the same object. */
export function withOneReplaced(node: Expression, target: Expression, replacement: Expression): Expression {
  let open = true;
  const visit = (part: Expression): Expression => {
    if (open && part === target) {
      open = false;
      return replacement;
    }
    const children = childrenOf(part);
    const next = children.map(visit);
    return next.every((child, i) => child === children[i]) ? part : withChildren(part, next);
  };
  return visit(node);
}
