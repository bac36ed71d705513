import { type Rational, toNumber } from '../../arithmetic/rational.js';
import { simplify } from '../../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../../expression/algebra/zeroTest.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import {
  call,
  difference,
  type Expression,
  nodesOf,
  numberZero,
  product,
  quotient,
  sum,
  symbolsOf,
} from '../../expression/syntax/expression.js';

type Matrix = readonly (readonly Expression[])[];

/**
 * S with S Sᵀ = Σ, d × at most d, by Cholesky's algorithm in symbols: every pivot must be the square of an expression, up to
 * a factor in constants that is not negative at their values, so that S has derivatives where Σ vanishes. Null where a pivot is none, and where Σ is not symmetric
 * or the columns of S do not give it back, as where it is not positive semidefinite.
 */
export function covarianceFactor(
  covariance: Matrix,
  parameters: readonly string[],
  constants: ReadonlyMap<string, Rational>,
): Expression[][] | null {
  const size = covariance.length;
  const columns: Expression[][] = [];
  const left = (i: number, j: number): Expression =>
    simplify(difference(covariance[i][j], sum(...columns.map((column) => product(column[i], column[j])))));
  for (let j = 0; j < size; j++) {
    const pivot = left(j, j);
    if (isZero(pivot)) continue;
    const root = squareRoot(pivot, parameters, constants);
    if (root === null) return null;
    columns.push(
      Array.from({ length: size }, (_, i) => {
        if (i < j) return numberZero;
        return i === j ? root : simplify(quotient(left(i, j), root));
      }),
    );
  }
  const isWhole = covariance.every((row, i) => row.every((_, j) => isZero(left(i, j))));
  return isWhole ? Array.from({ length: size }, (_, i) => columns.map((column) => column[i])) : null;
}

function isZero(expression: Expression): boolean {
  return zeroTest(expression).status === 'zero';
}

/** A root with no sign taken of parameters: |w| stands for w, which changes the sign of a column and so no law. */
function squareRoot(
  expression: Expression,
  parameters: readonly string[],
  constants: ReadonlyMap<string, Rational>,
): Expression | null {
  const root = withoutSize(simplify(call('sqrt', expression)));
  // what is real at one point is real at all: parameters stand under no root
  const point = new Map(parameters.map((name, i) => [name, 1 + 1 / (i + 2)]));
  for (const [name, value] of constants) point.set(name, toNumber(value));
  return holdsRootOf(root, parameters) || Number.isNaN(Number(evaluate(root, point))) ? null : root;
}

function withoutSize(root: Expression): Expression {
  if (root.kind === 'call' && root.function === 'abs') return root.arguments[0];
  return root.kind === 'product' ? product(...root.factors.map(withoutSize)) : root;
}

function holdsRootOf(expression: Expression, parameters: readonly string[]): boolean {
  return nodesOf([expression]).some((node) => {
    const isRoot = node.kind === 'call' && (node.function === 'sqrt' || node.function === 'abs');
    const isFraction =
      node.kind === 'power' && node.exponent.kind === 'number' && node.exponent.value.denominator !== 1n;
    return (isRoot || isFraction) && symbolsOf(node).some((name) => parameters.includes(name));
  });
}
