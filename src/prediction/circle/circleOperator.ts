import { toNumber } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { balancingTransform } from '../matrices/balance.js';
import { dyadic } from '../matrices/dyadic.js';
import { type IntegerFamily, integerFamily } from '../matrices/integerFamily.js';
import { type ExactLinearFamily, floatFamily } from '../matrices/linearFamily.js';

/**
 * Q and the generator of the direction on the circle, ψ = 2ϑ, z = e^{iψ} (theory §4.3, k = 2):
 * Q = Re g and b = Im g with g = g₀ + g₁ z̄ + g₂ z̄², and s = σ₀ + Re(σ₁ z̄ + g₂ z̄²); each entry over the common denominator.
 *
 * For a 2 × 2 matrix M, uᵀMu + i tᵀMu = w + μ z̄ with w = (M₁₁ + M₂₂)/2 + i (M₂₁ − M₁₂)/2 and
 * μ = (M₁₁ − M₂₂)/2 + i (M₁₂ + M₂₁)/2; hence g = −(w_H + μ_H z̄) − ½η Σ_j (w_j + μ_j z̄)².
 */
export interface CircleOperator<Scalar> {
  readonly g0: Complex<Scalar>;
  readonly g1: Complex<Scalar>;
  readonly g2: Complex<Scalar>;
  readonly s0: Scalar;
  readonly s1: Complex<Scalar>;
}

/** Real and imaginary part. */
export type Complex<Scalar> = readonly [Scalar, Scalar];

/** The operator of a family of rationals, whose coefficients are whole numbers over one denominator. */
export interface IntegerCircleOperator extends CircleOperator<bigint> {
  readonly denominator: bigint;
}

/** The operator of a 2 × 2 family in balanced coordinates T y, in doubles (theory §4.3, "balance"). */
export function balancedOperator(family: ExactLinearFamily): {
  readonly transform: RationalMatrix;
  readonly operator: CircleOperator<number>;
} {
  const transform = balancingTransform(floatFamily(family)).map((row) => row.map(dyadic));
  return { transform, operator: floatOperator(circleOperator(integerFamily(family, transform))) };
}

/** The operator of a 2 × 2 family, exactly. */
export function circleOperator(family: IntegerFamily): IntegerCircleOperator {
  const { wr, wi, mr, mi } = halves(family.curvature);
  const scale = -4n * family.noiseDenominator;
  const g0: [bigint, bigint] = [scale * wr, scale * wi];
  const g1: [bigint, bigint] = [scale * mr, scale * mi];
  const g2: [bigint, bigint] = [0n, 0n];
  let s0 = 0n;
  const s1: [bigint, bigint] = [0n, 0n];
  for (const { weight, matrix } of family.noise) {
    const { wr, wi, mr, mi } = halves(matrix);
    const factor = weight * family.curvatureDenominator;
    g0[0] -= factor * (wr * wr - wi * wi);
    g0[1] -= factor * 2n * wr * wi;
    g1[0] -= factor * 2n * (wr * mr - wi * mi);
    g1[1] -= factor * 2n * (wr * mi + wi * mr);
    g2[0] -= factor * (mr * mr - mi * mi);
    g2[1] -= factor * 2n * mr * mi;
    s0 += factor * (2n * wi * wi + mr * mr + mi * mi);
    s1[0] += factor * 4n * wi * mi;
    s1[1] -= factor * 4n * wi * mr;
  }
  return { g0, g1, g2, s0, s1, denominator: 8n * family.curvatureDenominator * family.noiseDenominator };
}

/** The nearest doubles, each within one unit in the last place of the exact coefficient. */
export function floatOperator(operator: IntegerCircleOperator): CircleOperator<number> {
  const { denominator } = operator;
  const one = (numerator: bigint) => toNumber({ numerator, denominator });
  const both = ([re, im]: Complex<bigint>): Complex<number> => [one(re), one(im)];
  return {
    g0: both(operator.g0),
    g1: both(operator.g1),
    g2: both(operator.g2),
    s0: one(operator.s0),
    s1: both(operator.s1),
  };
}

/** 2w and 2μ of the docstring above. */
function halves([[a, b], [c, d]]: readonly (readonly bigint[])[]) {
  return { wr: a + d, wi: c - b, mr: a - d, mi: b + c };
}
