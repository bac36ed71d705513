import { memoised } from '../arithmetic/memoised.js';
import { functions } from '../expression/functions/functions.js';
import {
  type Expression,
  isNegative,
  negate,
  power,
  product,
  smallInteger,
  splitCoefficient,
  sum,
  withChildren,
  withParts,
} from '../expression/syntax/expression.js';
import { structuralOrder } from '../expression/syntax/structuralOrder.js';

/**
 * The same value with terms and factors in an order of their own and signs drawn out of odd functions, so that formulas
 * that differ in nothing else become the same tree; every step is an identity.
 */
export function orderedForm(expression: Expression): Expression {
  return memoised<Expression, Expression>((node, inOrder) => ordered(withParts(node, inOrder)))(expression);
}

function ordered(node: Expression): Expression {
  switch (node.kind) {
    case 'sum':
      return sum(
        ...[...node.terms].sort((a, b) => structuralOrder(splitCoefficient(a).rest, splitCoefficient(b).rest)),
      );
    case 'product': {
      const factors = node.factors.map(oriented);
      const sign = factors.reduce((total, factor) => total * factor.sign, 1);
      const sorted = product(...factors.map(({ value }) => value).sort(structuralOrder));
      return sign < 0 ? negate(sorted) : sorted;
    }
    case 'power': {
      const exponent = smallInteger(node.exponent);
      if (exponent === null) return node;
      const { value, sign } = oriented(node.base);
      const positive = power(value, exponent);
      return sign < 0 && exponent % 2 !== 0 ? negate(positive) : positive;
    }
    case 'call': {
      const { parity } = functions[node.function];
      if (parity === 'neither') return node;
      const { value, sign } = oriented(node.arguments[0]);
      const positive = withChildren(node, [value]);
      return sign < 0 && parity === 'odd' ? negate(positive) : positive;
    }
    default:
      return node;
  }
}

/** value · sign, the value's first term without a minus. */
function oriented(node: Expression): { readonly value: Expression; readonly sign: 1 | -1 } {
  const isMinus = isNegative(node.kind === 'sum' ? node.terms[0] : node) && node.kind !== 'number';
  return isMinus ? { value: negate(node), sign: -1 } : { value: node, sign: 1 };
}
