import { isZero, minus, type Rational, toText } from '../../arithmetic/rational.js';
import { inverse } from '../../arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { residuesOf } from './matrixAlgebra.js';
import { ModularSpan, primes } from './modularSpan.js';

/** A subspace V that all matrices keep, and across which each acts as a number: on ℚᵏ/V as a multiple of the identity. */
export interface ScalarQuotient {
  /** r vectors of k entries that span V */
  readonly basis: RationalMatrix;
  /** r coordinates that tell the vectors of V from one another */
  readonly pivots: readonly number[];
  /** r × r: takes the pivots of a vector of V to its coefficients in the basis */
  readonly coefficients: RationalMatrix;
  /** a coordinate that is no pivot: it stands for the quotient */
  readonly outside: number;
}

/**
 * The smallest V that holds the ranges of M − c_M I over the k × k matrices M, c_M the commonest entry of M's diagonal, where V
 * is neither the whole space nor 0; else null (theory §5).
 *
 * A unit of many inputs and few samples has such a V: no sample moves what is orthogonal to all inputs. That the basis is
 * independent is certain; that it spans V is so modulo two primes, which fails by chance in one case in 10¹².
 */
export function scalarQuotient(matrices: readonly RationalMatrix[]): ScalarQuotient | null {
  const k = matrices[0].length;
  const [first, second] = primes(2);
  const found = spanOf(matrices, first, column);
  const check = spanOf(matrices, second, column);
  const { pivots } = found.span.reduced();
  if (pivots.length === k || pivots.length === 0 || check.vectors.length !== pivots.length) return null;
  const square = pivots.map((pivot) => found.vectors.map((vector) => vector[pivot]));
  return {
    basis: found.vectors,
    pivots,
    coefficients: inverse(square) as RationalMatrix,
    outside: matrices[0].findIndex((_, i) => !pivots.includes(i)),
  };
}

/** Whether some vector is multiplied by each matrix M by c_M, modulo a prime. */
export function isScalarSomewhere(matrices: readonly RationalMatrix[]): boolean {
  const [prime] = primes(1);
  return spanOf(matrices, prime, (matrix, j) => matrix[j]).vectors.length < matrices[0].length;
}

type Line = (matrix: RationalMatrix, j: number) => readonly Rational[];

const column: Line = (matrix, j) => matrix.map((row) => row[j]);

/** Independent lines of the M − c_M I that span all of them modulo a prime. */
function spanOf(matrices: readonly RationalMatrix[], prime: number, lineOf: Line) {
  const span = new ModularSpan(prime);
  const vectors: (readonly Rational[])[] = [];
  for (const matrix of matrices) {
    const shift = commonest(matrix.map((row, i) => row[i]));
    for (let j = 0; j < matrix.length && vectors.length < matrix.length; j++) {
      const line = lineOf(matrix, j).map((entry, i) => (i === j ? minus(entry, shift) : entry));
      if (!line.every(isZero) && span.insert(residuesOf(line, prime))) vectors.push(line);
    }
  }
  return { span, vectors };
}

function commonest(values: readonly Rational[]): Rational {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(toText(value), (counts.get(toText(value)) ?? 0) + 1);
  return values.reduce((best, one) => ((counts.get(toText(one)) ?? 0) > (counts.get(toText(best)) ?? 0) ? one : best));
}
