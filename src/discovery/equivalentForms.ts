import { simplify } from '../expression/algebra/fromNormalForm.js';
import {
  call,
  childrenOf,
  type Expression,
  fraction,
  keyOf,
  number,
  numberOne,
  power,
  product,
  quotient,
  sum,
  withChildren,
} from '../expression/syntax/expression.js';
import type { Formulas } from './formulas.js';
import { orderedForm } from './orderedForm.js';

/**
 * The formulas as written, in ordered form, and where that is another structure, with every function split into its odd
 * and its even part and put into normal form, so that a symmetry shows which the way of writing hides.
 */
export function equivalentForms({ scalars, names, data }: Formulas): Formulas[] {
  const written = scalars.map(orderedForm);
  const split = written.map((scalar) => orderedForm(simplify(splitByParity(scalar), data)));
  const isSame = split.every((scalar, i) => keyOf(scalar) === keyOf(written[i]));
  return (isSame ? [written] : [written, split]).map((form) => ({ scalars: form, names, data }));
}

function splitByParity(expression: Expression): Expression {
  const known = new Map<Expression, Expression>();
  const visit = (node: Expression): Expression => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const children = childrenOf(node).map(visit);
    const same = childrenOf(node).every((child, i) => child === children[i]);
    const rebuilt = same ? node : withChildren(node, children);
    const result = rebuilt.kind === 'call' ? splitCall(rebuilt) : rebuilt;
    known.set(node, result);
    return result;
  };
  return visit(expression);
}

const half = fraction(1, 2);

/** The identities that take a function apart into an odd and an even one; every other call stays. */
function splitCall(node: Extract<Expression, { kind: 'call' }>): Expression {
  const [z] = node.arguments;
  switch (node.function) {
    case 'sigmoid':
      return sum(half, product(half, call('tanh', product(half, z))));
    case 'softplus':
      return sum(product(half, z), call('log', product(number(2), call('cosh', product(half, z)))));
    case 'relu':
      return product(half, sum(z, call('abs', z)));
    case 'gelu':
      return product(half, z, sum(numberOne, call('erf', quotient(z, power(number(2), half)))));
    case 'max':
    case 'min': {
      const sign = number(node.function === 'max' ? 1 : -1);
      return node.arguments.reduce((extreme, value) => {
        const gap = call('abs', sum(extreme, product(number(-1), value)));
        return product(half, sum(extreme, value, product(sign, gap)));
      });
    }
    default:
      return node;
  }
}
