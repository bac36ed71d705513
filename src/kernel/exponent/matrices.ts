import { exact } from '../../arithmetic/enclosure.js';
import { squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { one, plus, type Rational, sumOf, times, zero } from '../../arithmetic/rational.js';
import { type RationalMatrix, rowEchelonForm } from '../../arithmetic/rowEchelonForm.js';
import { malformed } from '../notFollowed.js';

/** The matrix product a b. */
export function product(a: RationalMatrix, b: RationalMatrix): Rational[][] {
  return a.map((row) => b[0].map((_, j) => sumOf(row.map((x, l) => times(x, b[l][j])))));
}

/** The inverse. Throws NotFollowed when the matrix is singular. */
export function inverse(matrix: RationalMatrix): Rational[][] {
  const size = matrix.length;
  const beside = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? one : zero))]);
  const { rows, pivots } = rowEchelonForm(beside);
  if (pivots.some((pivot) => pivot >= size)) throw malformed('transform', 'is singular');
  return rows.map((row) => row.slice(size));
}

/** The columns as rows. */
export function transposed(matrix: RationalMatrix): Rational[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}

/** A rational at least as large as the Frobenius norm and hardly larger. */
export function frobeniusAbove(matrix: RationalMatrix): Rational {
  const square = matrix.flat().reduce((total, x) => plus(total, times(x, x)), zero);
  return squareRoot(exact(square), keptBits)?.upper ?? zero;
}

const keptBits = 64;
