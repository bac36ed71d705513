import { exponentsOf } from '../../arithmetic/exponents.js';
import type { FormText } from '../../kernel/exponent/certificate.js';
import { dot } from '../../numeric/vectors.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import type { CorrectorBasis } from './correctorSearch.js';

/** The functions w_a y^a/‖y‖^n, |a| = n even, w_a = (n!/a!)^{1/2} to keep them of comparable size (theory §4.3, k ≥ 3). */
export function formBasis(family: LinearFamily, degree: number): CorrectorBasis {
  const k = family.curvature.length;
  const exponents = exponentsOf(k, degree);
  const once = lowerings(exponents, exponentsOf(k, degree - 1));
  const twice = lowerings(exponentsOf(k, degree - 1), exponentsOf(k, degree - 2));
  const scales = Float64Array.from(exponents, (powers) => Math.sqrt(multinomial(powers)));
  const flat = Int32Array.from(exponents.flat());
  const { values, fill } = monomials(k, degree);
  const [second, first, own] = values.slice(degree - 2);

  const evaluate = (u: ArrayLike<number>, row: Float64Array): number => {
    const { q, velocity, diffusion, factor } = localCoefficients(family, u, degree);
    fill(u);
    for (let index = 0; index < own.length; index++) {
      let sum = factor * own[index];
      for (let i = 0; i < k; i++) {
        const power = flat[index * k + i];
        if (power === 0) continue;
        const lower = once[index * k + i];
        sum += power * velocity[i] * first[lower];
        for (let l = 0; l < k; l++) {
          const left = flat[index * k + l] - (l === i ? 1 : 0);
          if (left > 0) sum += power * left * diffusion[i * k + l] * second[twice[lower * k + l]];
        }
      }
      row[index] = scales[index] * sum;
    }
    return q;
  };
  const write = (coefficients: readonly string[], denominator: string): FormText => ({
    basis: 'form',
    degree,
    denominator,
    coefficients,
  });
  return { size: k, unknowns: own.length, scales, evaluate, write };
}

/** 𝓛(m/R^{n/2}) = velocity·∇m + ⟨diffusion, ∇²m⟩ + factor·m at ‖u‖ = 1. */
function localCoefficients({ curvature, noise, learningRate }: LinearFamily, u: ArrayLike<number>, n: number) {
  const k = curvature.length;
  const velocity = new Float64Array(k);
  const diffusion = new Float64Array(k * k);
  const hu = image(curvature, u);
  const radial = dot(hu, u);
  for (let i = 0; i < k; i++) velocity[i] = -hu[i];
  let q = -radial;
  let factor = n * radial;
  for (const matrix of noise) {
    const v = image(matrix, u);
    const w = dot(v, u);
    const square = dot(v, v);
    q += (learningRate / 2) * (square - 2 * w * w);
    factor += (learningRate / 2) * n * ((n + 2) * w * w - square);
    for (let i = 0; i < k; i++) {
      velocity[i] -= learningRate * n * w * v[i];
      for (let l = 0; l < k; l++) diffusion[i * k + l] += (learningRate / 2) * v[i] * v[l];
    }
  }
  return { q, velocity, diffusion, factor };
}

/** Where a − e_i stands among the exponents of one degree less, for every a and i; −1 when a_i = 0. */
export function lowerings(
  exponents: readonly (readonly number[])[],
  lower: readonly (readonly number[])[],
): Int32Array {
  const index = new Map(lower.map((powers, at) => [powers.join(), at]));
  const table = exponents.flatMap((powers) =>
    powers.map((power, i) =>
      power === 0 ? -1 : (index.get(powers.map((x, axis) => (axis === i ? x - 1 : x)).join()) as number),
    ),
  );
  return Int32Array.from(table);
}

/** The values of y^a for all exponents, each the product of two found before: y_i times y^{a − e_i}. */
export function monomials(k: number, highest: number) {
  const levels = Array.from({ length: highest + 1 }, (_, degree) => exponentsOf(k, degree));
  const values = levels.map((exponents) => new Float64Array(exponents.length));
  const axes = levels.map((exponents) => Int32Array.from(exponents, (powers) => powers.findIndex((x) => x > 0)));
  const lower = levels.map((exponents, degree) =>
    degree === 0 ? new Int32Array(0) : firstLowerings(exponents, lowerings(exponents, levels[degree - 1])),
  );
  values[0][0] = 1;
  const fill = (u: ArrayLike<number>): void => {
    for (let degree = 1; degree <= highest; degree++) {
      const target = values[degree];
      const source = values[degree - 1];
      for (let at = 0; at < target.length; at++) target[at] = u[axes[degree][at]] * source[lower[degree][at]];
    }
  };
  return { values, fill };
}

function firstLowerings(exponents: readonly (readonly number[])[], table: Int32Array): Int32Array {
  return Int32Array.from(exponents, (powers, at) => table[at * powers.length + powers.findIndex((x) => x > 0)]);
}

/** (Σ powers)! / Π powers!: how often a monomial stands in the power of a sum. */
export function multinomial(powers: readonly number[]): number {
  let result = 1;
  let total = 0;
  for (const power of powers) {
    for (let i = 1; i <= power; i++) {
      total += 1;
      result *= total / i;
    }
  }
  return result;
}

function image(matrix: readonly (readonly number[])[], u: ArrayLike<number>): number[] {
  return matrix.map((row) => dot(row, u));
}
