import {
  addPolynomials,
  forEachPower,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  zeroPolynomial,
} from './polynomial.js';
import { coefficientsIn } from './polynomialGcd.js';
import type { Ring } from './ring.js';

/**
 * The norm of a polynomial without indicators: the product of its conjugates over the variables that obey no relation,
 * null when it takes a determinant of more than `largestIndex` rows.
 *
 * Every root and every sine is of finite degree over what was there before it, r^n = v, so that multiplication by a
 * polynomial is a matrix over it; its determinant is the norm, one variable taken away. The polynomial is no divisor of
 * zero exactly when its norm is not zero, and two polynomials whose norms have no common factor have none.
 */
export function normOf(ring: Ring, polynomial: Polynomial): Polynomial | null {
  let result = polynomial;
  for (let variable = highestRelated(ring, result); variable !== null; variable = highestRelated(ring, result)) {
    const { index, value } = ring.relations.powerOf(variable) as { index: number; value: Polynomial };
    if (index > largestIndex) return null;
    const byPower = coefficientsIn(result, variable);
    const coefficients = Array.from({ length: index }, (_, i) => byPower.get(i) ?? zeroPolynomial);
    result = determinant(ring, multiplicationMatrix(ring, coefficients, value));
  }
  return result;
}

/** A determinant by minors takes n! products. */
const largestIndex = 4;

/** A root is made after what stands below it, and a sine squared is a polynomial in its cosine. */
function highestRelated(ring: Ring, polynomial: Polynomial): number | null {
  let highest: number | null = null;
  for (const monomial of polynomial.keys()) {
    forEachPower(monomial, (variable) => {
      if (ring.isRelated(variable) && (highest === null || variable > highest)) highest = variable;
    });
  }
  return highest;
}

/** Row i: the coefficients of r^i·(a₀ + a₁r + …), r^n being the value. */
function multiplicationMatrix(ring: Ring, coefficients: readonly Polynomial[], value: Polynomial): Polynomial[][] {
  const n = coefficients.length;
  return coefficients.map((_, i) =>
    coefficients.map((__, j) => {
      const coefficient = coefficients[(j - i + n) % n];
      return j >= i ? coefficient : ring.product(coefficient, value);
    }),
  );
}

/** Along the first row. */
function determinant(ring: Ring, matrix: readonly (readonly Polynomial[])[]): Polynomial {
  if (matrix.length === 0) return onePolynomial;
  let total: Polynomial = zeroPolynomial;
  for (const [j, entry] of matrix[0].entries()) {
    if (entry.size === 0) continue;
    const minor = matrix.slice(1).map((row) => row.filter((_, column) => column !== j));
    const product = ring.product(entry, determinant(ring, minor));
    total = addPolynomials(total, j % 2 === 0 ? product : negatePolynomial(product));
  }
  return total;
}
