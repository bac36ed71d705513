import { dividedBy, isZero, minus, negated, one, plus, type Rational, rational, times, zero } from './rational.js';
import { type RationalMatrix, rowEchelonForm } from './rowEchelonForm.js';

/** The k × k identity. */
export function identity(k: number): Rational[][] {
  return Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? one : zero)));
}

/** m × n times n × p. */
export function multiplyMatrices(a: RationalMatrix, b: RationalMatrix): Rational[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((total, entry, i) => plus(total, times(entry, b[i][j])), zero)));
}

/** Σ a_i b_i, exactly; b is as long as a. */
export function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((total, entry, i) => (isZero(entry) || isZero(b[i]) ? total : plus(total, times(entry, b[i]))), zero);
}

/**
 * Exact Gram–Schmidt without normalising: row_i = vectors[i] + Σ_{j < i} factors[i][j] · vectors[j], the vectors
 * orthogonal in the inner product Σ_i metric_i a_i b_i, metric_i > 0 (1 where left out). Rows are linearly independent.
 */
export function orthogonalised(
  rows: RationalMatrix,
  metric: readonly Rational[] | null = null,
): { vectors: Rational[][]; factors: Rational[][] } {
  const vectors: Rational[][] = [];
  const factors = rows.map((row) => {
    const factorsOfRow = vectors.map((vector) => {
      const dual = metric === null ? vector : vector.map((entry, i) => times(metric[i], entry));
      const shared = dot(row, dual);
      return isZero(shared) ? zero : dividedBy(shared, dot(vector, dual));
    });
    const met = factorsOfRow.flatMap((factor, j) => (isZero(factor) ? [] : [{ factor, vector: vectors[j] }]));
    const vector = row.map((entry, column) =>
      met.reduce((rest, { factor, vector: other }) => minus(rest, times(factor, other[column])), entry),
    );
    vectors.push(vector);
    return factorsOfRow;
  });
  return { vectors, factors };
}

/** A basis of {x : matrix · x = 0}, one vector a row. */
export function nullSpace(matrix: RationalMatrix): Rational[][] {
  const { rows, pivots } = rowEchelonForm(matrix);
  const columns = matrix[0]?.length ?? 0;
  const free = Array.from({ length: columns }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((j) => {
    const vector = Array.from({ length: columns }, (_, i) => (i === j ? one : zero));
    pivots.forEach((pivot, i) => {
      vector[pivot] = negated(rows[i][j]);
    });
    return vector;
  });
}

/** The inverse of a square matrix, or null when it is singular. */
export function inverse(matrix: RationalMatrix): Rational[][] | null {
  const n = matrix.length;
  const unit = identity(n);
  const joined = matrix.map((row, i) => [...row, ...unit[i]]);
  const { rows, pivots } = rowEchelonForm(joined);
  return pivots.length === n && pivots[n - 1] === n - 1 ? rows.map((row) => row.slice(n)) : null;
}

/** Coefficients of det(x·1 − matrix), constant first, the leading 1 last (Faddeev and LeVerrier). */
export function characteristicPolynomial(matrix: RationalMatrix): Rational[] {
  const n = matrix.length;
  const coefficients = Array.from({ length: n + 1 }, () => zero);
  coefficients[n] = one;
  let power: Rational[][] = matrix.map((row) => row.map(() => zero));
  for (let k = 1; k <= n; k++) {
    const previous = coefficients[n - k + 1];
    const shifted = power.map((row, i) => row.map((entry, j) => (i === j ? plus(entry, previous) : entry)));
    power = multiplyMatrices(matrix, shifted);
    const trace = power.reduce((total, row, i) => plus(total, row[i]), zero);
    coefficients[n - k] = dividedBy(negated(trace), rational(k));
  }
  return coefficients;
}

/** The determinant of a k × k matrix; 1 for k = 0. */
export function determinant(matrix: RationalMatrix): Rational {
  const [constant] = characteristicPolynomial(matrix);
  return matrix.length % 2 === 0 ? constant : negated(constant);
}
