import type { PlanarChain } from '../chain/planarChain.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import { chainSecondMoment, type SecondMoment, sdeSecondMoment } from './secondMoment.js';

type NumberMatrix = readonly (readonly number[])[];

/**
 * Λ(4) = lim (1/t) log E‖y‖⁴ of dy = −Hy dt + √η Σ_j C_j y dW_j: Y = yyᵀ obeys a linear SDE of its own,
 * dY = (−HY − YHᵀ + η Σ_j C_j Y C_jᵀ) dt + √η Σ_j (C_j Y + Y C_jᵀ) dW_j, and ‖y‖⁴ is its mean square. Null beyond some size.
 */
export function sdeFourthMoment({ curvature, noise, learningRate }: LinearFamily): SecondMoment | null {
  const k = curvature.length;
  if (!isAffordable(k, noise.length)) return null;
  const unit = curvature.map((row, i) => row.map((_, j) => Number(i === j)));
  const drift = combined([
    [2, polarised(curvature, unit)],
    ...noise.map((matrix) => [-learningRate, polarised(matrix, matrix)] as const),
  ]);
  return sdeSecondMoment({
    curvature: drift,
    noise: noise.map((matrix) => combined([[2, polarised(matrix, unit)]])),
    learningRate,
  });
}

/**
 * The same of y ← My, M = A + Σ_j ξ_j C_j with the probabilities of a chain's components, of any dimension: Y ← MYMᵀ is
 * linear, and 1, ξ_j, ξ_i ξ_j and (ξ_j² − 1)/√2 are orthonormal.
 */
export function chainFourthMoment({ components, duration }: PlanarChain): SecondMoment | null {
  const k = components[0].mean.length;
  const parts = components.reduce((sum, { noise }) => sum + (1 + noise.length) * (1 + noise.length / 2), 0);
  if (!isAffordable(k, parts)) return null;
  const [mean, ...deviations] = components.flatMap(({ weight, mean: fixed, noise }) => {
    const root = Math.sqrt(weight);
    const squares = noise.map((matrix) => polarised(matrix, matrix));
    return [
      combined([[root, polarised(fixed, fixed)], ...squares.map((square) => [root, square] as const)]),
      ...noise.map((matrix) => combined([[2 * root, polarised(fixed, matrix)]])),
      ...squares.map((square) => combined([[Math.SQRT2 * root, square]])),
      ...noise.flatMap((first, i) => noise.slice(0, i).map((other) => combined([[2 * root, polarised(first, other)]]))),
    ];
  });
  return chainSecondMoment({ mean, deviations, duration });
}

/** Whether Λ(2) of so many matrices on symmetric k × k ones is a matter of a second or two. */
function isAffordable(k: number, matrices: number): boolean {
  const size = (k * (k + 1)) / 2;
  const pairs = (size * (size + 1)) / 2;
  return pairs * matrices * size ** 3 + squarings * pairs ** 3 <= mostOperations;
}

const squarings = 40;
const mostOperations = 2 ** 30;

/** Y ↦ (a Y bᵀ + b Y aᵀ)/2 on symmetric matrices, in the orthonormal basis of E_ii and (E_ij + E_ji)/√2. */
function polarised(a: NumberMatrix, b: NumberMatrix): NumberMatrix {
  const pairs = a.flatMap((_, i) => Array.from({ length: i + 1 }, (__, j) => [i, j] as const));
  const norm = ([i, j]: readonly [number, number]): number => (i === j ? 0.5 : Math.SQRT1_2);
  return pairs.map((row) => {
    const [p, q] = row;
    return pairs.map((column) => {
      const [i, j] = column;
      const entry = a[p][i] * b[q][j] + a[p][j] * b[q][i] + b[p][i] * a[q][j] + b[p][j] * a[q][i];
      return norm(row) * norm(column) * entry;
    });
  });
}

/** Σ factor · matrix */
function combined(parts: readonly (readonly [number, NumberMatrix])[]): NumberMatrix {
  return parts[0][1].map((row, i) => row.map((_, j) => parts.reduce((sum, [x, matrix]) => sum + x * matrix[i][j], 0)));
}
