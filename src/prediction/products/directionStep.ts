import { dot } from '../../numeric/vectors.js';

/** A function φ of the direction that varies against log‖y‖, so that log‖y‖ + φ has nearly the drift λ (theory §4.3). */
export interface Corrector {
  /** φ at a unit vector */
  valueAt(u: ArrayLike<number>): number;
  /** the derivative of φ at a unit vector along v */
  slopeAt(u: ArrayLike<number>, v: ArrayLike<number>): number;
}

/** Where E M u nearly vanishes the first-order part says nothing; the bound keeps its variance finite there. */
const leastSquare = 0.25;

/**
 * First-order part of the change of log‖y‖ + φ in a step from the unit vector u to its image M u: with w = E M u and
 * v = (M − E M)u it is wᵀv/|w|² + ∂_v φ(w), of mean 0 given u. Without a corrector φ is 0.
 */
export function fluctuationOf(
  mean: Float64Array,
  vector: Float64Array,
  image: Float64Array,
  corrector: Corrector | null,
): number {
  const d = vector.length;
  const expected = new Float64Array(d);
  multiply(mean, vector, expected);
  const square = Math.max(dot(expected, expected), leastSquare);
  const deviation = image.map((x, i) => x - expected[i]);
  const radial = dot(expected, deviation) / square;
  if (corrector === null) return radial;
  const size = Math.sqrt(square);
  const slope = corrector.slopeAt(
    expected.map((x) => x / size),
    deviation,
  );
  return radial + slope / size;
}

/** Writes M v into `out`; M is d × d, row by row. */
export function multiply(matrix: Float64Array, vector: ArrayLike<number>, out: Float64Array): void {
  const d = vector.length;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j] * vector[j];
    out[i] = sum;
  }
}
