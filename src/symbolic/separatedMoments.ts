import { simplify } from '../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  childrenOf,
  difference,
  type Expression,
  holdsSymbol,
  moment,
  type NodeOf,
  number,
  numberZero,
  power,
  product,
  quotient,
  smallInteger,
  sum,
  symbol,
} from '../expression/syntax/expression.js';

/**
 * A moment with a constant taken out of it: mean(y + c x) is mean(y) + c mean(x), var(y + c x) is var(y) + 2 c cov(x, y) +
 * c² var(x), for an argument that is a polynomial in the constant of degree three at most; null otherwise.
 */
export function separatedMoment({ moment: kind, argument }: NodeOf<'moment'>, name: string): Expression | null {
  const coefficients = coefficientsOf(argument, name);
  if (coefficients === null) return null;
  const times = (coefficient: Expression, degree: number): Expression =>
    product(power(symbol(name), degree), coefficient);
  if (kind === 'mean') return sum(...coefficients.map((coefficient, i) => times(moment('mean', coefficient), i)));
  return sum(
    ...coefficients.flatMap((a, i) =>
      coefficients
        .slice(i)
        .map((b, k) =>
          k === 0 ? times(moment('var', a), 2 * i) : product(number(2), times(covariance(a, b), 2 * i + k)),
        ),
    ),
  );
}

function covariance(a: Expression, b: Expression): Expression {
  return difference(moment('mean', product(a, b)), product(moment('mean', a), moment('mean', b)));
}

/** Coefficients of a polynomial in the name, by its derivatives at 0; null where the next derivative is not shown to be 0. */
function coefficientsOf(expression: Expression, name: string): Expression[] | null {
  if (!isWrittenAsPolynomial(expression, name)) return null;
  const coefficients: Expression[] = [];
  let derivative = expression;
  let factorial = 1;
  for (let degree = 0; degree <= mostDegree; degree++) {
    const at = simplify(substitute(derivative, new Map([[name, numberZero]])));
    coefficients.push(simplify(quotient(at, number(factorial))));
    derivative = differentiate(derivative, name);
    factorial *= degree + 1;
    if (zeroTest(derivative).status === 'zero') {
      return coefficients.some((one) => holdsSymbol(one, name)) ? null : coefficients;
    }
  }
  return null;
}

/** Beyond it the square of the argument has more terms than a threshold that anyone reads. */
const mostDegree = 3;

/** Whether the name stands in sums, products and whole powers alone: derivatives at 0 say nothing of |c|. */
function isWrittenAsPolynomial(node: Expression, name: string): boolean {
  if (node.kind === 'symbol' || !holdsSymbol(node, name)) return true;
  if (node.kind === 'power') {
    const whole = smallInteger(node.exponent);
    return whole !== null && whole >= 0 && isWrittenAsPolynomial(node.base, name);
  }
  if (node.kind !== 'sum' && node.kind !== 'product') return false;
  return childrenOf(node).every((child) => isWrittenAsPolynomial(child, name));
}
