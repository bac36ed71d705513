import { solveLinear } from '../matrices/smallMatrix.js';

/**
 * A real trigonometric polynomial Σ_{n ≤ N} a_n cos nψ + b_n sin nψ of the doubled angle ψ, as (a_0, a_1, b_1, a_2, b_2, …).
 */
export type TrigonometricPolynomial = readonly number[];

/** Its values at the points 2π(j + first)/count, j = 0 … count − 1. */
export function valuesOnCircle(polynomial: TrigonometricPolynomial, count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, j) => {
    const angle = (2 * Math.PI * (j + first)) / count;
    let sum = polynomial[0];
    for (let n = 1; 2 * n < polynomial.length; n++) {
      sum += polynomial[2 * n - 1] * Math.cos(n * angle) + polynomial[2 * n] * Math.sin(n * angle);
    }
    return sum;
  });
}

/** The positive eigenfunction of a positive operator, and its eigenvalue. */
export interface PrincipalFunction {
  readonly value: number;
  readonly polynomial: TrigonometricPolynomial;
}

/**
 * The largest eigenvalue of an operator that has a positive eigenfunction, in a truncated basis, by Noda's iteration: solved
 * with a shift σ above it, x = (σ − L)⁻¹φ is positive again, and σ falls to σ − min φ/x, quadratically.
 *
 * Null where a function that ought to be positive is not: the truncation does not resolve it.
 *
 * @param matrix of the operator on the coefficients
 * @param above no less than the eigenvalue
 */
export function principalFunction(matrix: readonly (readonly number[])[], above: number): PrincipalFunction | null {
  const size = matrix.length;
  const points = 2 * size;
  let polynomial: number[] = matrix.map((_, i) => Number(i === 0));
  let shift = above + Number.EPSILON * Math.max(1, Math.abs(above));
  for (let step = 0; step < mostSteps; step++) {
    const system = matrix.map((row, i) => row.map((entry, j) => (i === j ? shift : 0) - entry));
    const next = solveLinear(system, polynomial);
    const scale = next[0];
    // the shift has met the eigenvalue to the last digit
    if (!Number.isFinite(scale) || scale === 0) return { value: shift, polynomial };
    const before = valuesOnCircle(polynomial, points);
    const ratios = valuesOnCircle(next, points).map((value, j) => before[j] / value);
    if (!ratios.every((ratio) => ratio > 0)) return step === 0 ? null : { value: shift, polynomial };
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    polynomial = next.map((entry) => entry / scale);
    const lowered = shift - low;
    if (high - low <= settled * Math.abs(shift) || lowered >= shift)
      return { value: shift - (low + high) / 2, polynomial };
    shift = lowered;
  }
  return null;
}

const mostSteps = 40;
const settled = 1e-15;
