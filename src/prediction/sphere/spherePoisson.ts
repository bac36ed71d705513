import { solveLeastSquares } from '../matrices/leastSquares.js';
import type { SphereRule } from './sphereRule.js';

/** What a process of directions does to the functions of a basis of even polynomials on the sphere of R^k (theory §4.3). */
export interface SphereOperator {
  /** k */
  readonly size: number;
  /** functions in the basis */
  readonly unknowns: number;
  /** degree of the polynomials that the operator makes of them */
  readonly degree: number;
  /** writes the drift of every function at the unit vector u to row, and returns the drift of log‖y‖ */
  evaluate(u: ArrayLike<number>, row: Float64Array): number;
}

/** φ of the least mean square of Q + 𝓛φ − λ over the sphere. */
export interface SpherePoisson {
  /** λ */
  readonly value: number;
  /** √ of the mean square of Q + 𝓛φ − λ over the rule's directions */
  readonly deviation: number;
  /** bound of rounding of Q + 𝓛φ anywhere */
  readonly rounding: number;
  /** φ by its coefficients in the basis */
  readonly coefficients: Float64Array;
  /** Q + 𝓛φ at a unit vector */
  integrand(u: ArrayLike<number>): number;
}

/**
 * Solves Q + 𝓛φ = λ in the mean square over the sphere, φ in the span of a basis (theory §4.3, k ≥ 3); with a rule that is
 * exact for twice the operator's degree, as one for k ≤ 4 can be, the mean square is that over the whole sphere.
 *
 * The basis is one of monomials of one degree, whose sum with suitable factors is constant: the first gives its place to λ.
 */
export function solveOnSphere(operator: SphereOperator, { directions, weights }: SphereRule): SpherePoisson {
  const { unknowns } = operator;
  const rows = directions.map(() => new Float64Array(unknowns));
  const drifts = Float64Array.from(directions, (u, i) => operator.evaluate(u, rows[i]));
  const roots = weights.map(Math.sqrt);
  const columns = Array.from({ length: unknowns }, (_, m) =>
    Float64Array.from(rows, (row, i) => roots[i] * (m === 0 ? 1 : -row[m])),
  );
  const solution = solveLeastSquares(
    columns,
    drifts.map((drift, i) => roots[i] * drift),
  );
  const [value] = solution;
  const combined = (drift: number, row: Float64Array): number => {
    let sum = drift;
    for (let m = 1; m < unknowns; m++) sum += row[m] * solution[m];
    return sum;
  };
  let square = 0;
  let largest = 0;
  for (const [i, row] of rows.entries()) {
    square += weights[i] * (combined(drifts[i], row) - value) ** 2;
    let magnitude = Math.abs(drifts[i]);
    for (let m = 1; m < unknowns; m++) magnitude += Math.abs(row[m] * solution[m]);
    largest = Math.max(largest, magnitude);
  }
  const row = new Float64Array(unknowns);
  return {
    value,
    deviation: Math.sqrt(square),
    rounding: roundings * largest,
    coefficients: solution.map((x, m) => (m === 0 ? 0 : x)),
    integrand: (u) => combined(operator.evaluate(u, row), row),
  };
}

/** A row's entries pass some hundred roundings, and so does their sum. */
const roundings = 256 * Number.EPSILON;
