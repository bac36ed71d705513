import { leastCommonMultiple } from '../../arithmetic/integers.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import type { ExactLinearFamily } from './linearFamily.js';

/**
 * A 2 × 2 family over common denominators, in the coordinates T y: T H T⁻¹ = curvature/curvatureDenominator and
 * η Σ_j weight_j M_j ⊗ M_j = Σ_j weight_j matrix_j ⊗ matrix_j / noiseDenominator with T M_j T⁻¹ in place of M_j; all integers.
 */
export interface IntegerFamily {
  readonly curvature: IntegerMatrix;
  readonly curvatureDenominator: bigint;
  readonly noise: readonly { readonly weight: bigint; readonly matrix: IntegerMatrix }[];
  readonly noiseDenominator: bigint;
}

/** Rows of whole numbers. */
export type IntegerMatrix = readonly (readonly bigint[])[];

/** The family in the coordinates T y; T is 2 × 2 and invertible. */
export function integerFamily(family: ExactLinearFamily, transform: RationalMatrix): IntegerFamily {
  const scaled = integerMatrix(transform).matrix;
  const { adjugate, determinant } = adjugateOf(scaled);
  const conjugate = (matrix: IntegerMatrix) => integerProduct(integerProduct(scaled, matrix), adjugate);
  const curvature = integerMatrix(family.curvature);
  const noise = family.noise
    .map(({ weight, matrix }) => ({ ...integerMatrix(matrix), weight }))
    .filter(({ weight }) => weight.numerator !== 0n);
  const scales = noise.map(({ weight, denominator }) => weight.denominator * denominator * denominator);
  const common = scales.reduce(leastCommonMultiple, 1n);
  return {
    curvature: conjugate(curvature.matrix),
    curvatureDenominator: curvature.denominator * determinant,
    noise: noise.map(({ weight, matrix }, j) => ({
      weight: family.learningRate.numerator * weight.numerator * (common / scales[j]),
      matrix: conjugate(matrix),
    })),
    noiseDenominator: family.learningRate.denominator * common * determinant * determinant,
  };
}

/** matrix / denominator, integers, denominator > 0. */
export function integerMatrix(exact: RationalMatrix): { matrix: IntegerMatrix; denominator: bigint } {
  let denominator = 1n;
  for (const row of exact) for (const entry of row) denominator = leastCommonMultiple(denominator, entry.denominator);
  const matrix = exact.map((row) => row.map((entry) => entry.numerator * (denominator / entry.denominator)));
  return { matrix, denominator };
}

function integerProduct(a: IntegerMatrix, b: IntegerMatrix): IntegerMatrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, l) => sum + x * b[l][j], 0n)));
}

/** adj(a) with a·adj(a) = det(a) I and det(a) > 0 (both negated otherwise). */
function adjugateOf([[a, b], [c, d]]: IntegerMatrix): { adjugate: IntegerMatrix; determinant: bigint } {
  const determinant = a * d - b * c;
  if (determinant === 0n) throw new RangeError('integerFamily: the transform is singular');
  const s = determinant > 0n ? 1n : -1n;
  return {
    adjugate: [
      [s * d, -s * b],
      [-s * c, s * a],
    ],
    determinant: s * determinant,
  };
}
