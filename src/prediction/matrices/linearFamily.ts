import { type Rational, toNumber } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { dyadic } from './dyadic.js';

/** dy = −H y dt + √η Σ_j C_j y dW_j (theory §5): H and every C_j are k × k, row by row; η is the learning rate (1 for an SDE without data). */
export interface LinearFamily {
  readonly curvature: readonly (readonly number[])[];
  readonly noise: readonly (readonly (readonly number[])[])[];
  readonly learningRate: number;
}

/**
 * The same dynamics in exact rationals, with C_j = √weight_j M_j: √η and √weight_j never enter alone, only η Σ_j weight_j (M_j …)(M_j …),
 * so a noise such as ζ M/√(B N) stays rational. Any basis of the normal space may be used: neither λ nor a certificate depends on it.
 */
export interface ExactLinearFamily {
  readonly curvature: RationalMatrix;
  readonly noise: readonly WeightedMatrix[];
  readonly learningRate: Rational;
}

/** C = √weight · matrix, k × k. */
export interface WeightedMatrix {
  /** ≥ 0 */
  readonly weight: Rational;
  readonly matrix: RationalMatrix;
}

/** The family whose entries are exactly the given doubles. Throws RangeError when one is not finite. */
export function exactFamily(family: LinearFamily): ExactLinearFamily {
  const exact = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row.map(dyadic));
  const weight = { numerator: 1n, denominator: 1n };
  return {
    curvature: exact(family.curvature),
    noise: family.noise.map((matrix) => ({ weight, matrix: exact(matrix) })),
    learningRate: dyadic(family.learningRate),
  };
}

/** The nearest family in doubles. */
export function floatFamily(family: ExactLinearFamily): LinearFamily {
  return {
    curvature: floatMatrix(family.curvature),
    noise: family.noise.map(({ weight, matrix }) => {
      const scale = Math.sqrt(toNumber(weight));
      return matrix.map((row) => row.map((entry) => scale * toNumber(entry)));
    }),
    learningRate: toNumber(family.learningRate),
  };
}

/** The nearest matrix in doubles. */
export function floatMatrix(matrix: RationalMatrix): number[][] {
  return matrix.map((row) => row.map(toNumber));
}

/** ‖H‖₂ + η Σ_j ‖C_j‖₂², the scale that exponents are measured against (theory §4.3). */
export function familyNorm(family: LinearFamily): number {
  const noise = family.noise.reduce((sum, matrix) => sum + spectralNorm(matrix) ** 2, 0);
  return spectralNorm(family.curvature) + family.learningRate * noise;
}

/** The largest singular value, by Jacobi rotations of the columns (one-sided Jacobi). */
export function spectralNorm(matrix: readonly (readonly number[])[]): number {
  const columns = matrix.map((_, j) => matrix.map((row) => row[j]));
  for (let sweep = 0; sweep < largestSweeps; sweep++) {
    let rotated = false;
    for (let i = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++) rotated = orthogonalise(columns[i], columns[j]) || rotated;
    }
    if (!rotated) break;
  }
  return Math.max(0, ...columns.map((column) => Math.hypot(...column)));
}

/** One-sided Jacobi converges quadratically; 30 sweeps are never reached for matrices of this size. */
const largestSweeps = 30;
/** Columns whose cosine is below this are orthogonal to double precision. */
const orthogonalCosine = 1e-15;

function orthogonalise(a: number[], b: number[]): boolean {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    aa += a[i] * a[i];
    bb += b[i] * b[i];
    ab += a[i] * b[i];
  }
  if (!(Math.abs(ab) > orthogonalCosine * Math.sqrt(aa * bb))) return false;
  const tau = (bb - aa) / (2 * ab);
  const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    a[i] = cosine * x - sine * b[i];
    b[i] = sine * x + cosine * b[i];
  }
  return true;
}
