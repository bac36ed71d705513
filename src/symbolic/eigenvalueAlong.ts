import { type Expression, isNumber, product, quotient, sum } from '../expression/syntax/expression.js';

/** The eigenvalue of a k × k matrix along an eigenvector (k entries, those that are 0 written as 0), not simplified. */
export function eigenvalueAlong(
  matrix: readonly (readonly Expression[])[],
  direction: readonly Expression[],
): Expression {
  const pivot = direction.findIndex((entry) => !isNumber(entry, 0));
  return quotient(sum(...matrix[pivot].map((entry, m) => product(entry, direction[m]))), direction[pivot]);
}
