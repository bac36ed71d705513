import { circleOperator, floatOperator } from '../circle/circleOperator.js';
import { widthOf } from '../interval.js';
import { balancingTransform } from '../matrices/balance.js';
import { dyadic } from '../matrices/dyadic.js';
import { integerFamily } from '../matrices/integerFamily.js';
import { type ExactLinearFamily, familyNorm, floatFamily } from '../matrices/linearFamily.js';
import { inverseMatrix, matrixProduct } from '../matrices/smallMatrix.js';
import type { MomentGrowth } from '../prediction.js';
import { type PrincipalFunction, principalFunction, valuesOnCircle } from './principalFunction.js';

/** A trigonometric polynomial of degree 2 in ψ, c₀ + Re(c₁ z̄ + c₂ z̄²), z = e^{iψ}. */
interface Coefficients {
  readonly c0: number;
  readonly c1: readonly [number, number];
  readonly c2: readonly [number, number];
}

/**
 * Λ(p) of a 2 × 2 family from the generator of the direction with a tilt, r^{−p} 𝓛(r^p φ) = (pQ + ½p²S)φ + (b + pΓ)φ_ϑ + ½sφ_ϑϑ
 * with S = η Σ_j (uᵀC_j u)² and Γ = η Σ_j (uᵀC_j u)(tᵀC_j u) (theory §4.3, §4.4).
 *
 * For any φ > 0, E r^p φ grows at a rate between the extremes of 𝓛_p φ/φ, and so does E r^p: the interval holds Λ(p) but for
 * rounding, which has a margin. Modes are doubled until it is narrow, with `signOnly` until it excludes 0. Null where no positive φ is found.
 */
export function circleMoment(family: ExactLinearFamily, p: number, signOnly = false): MomentGrowth | null {
  const floats = floatFamily(family);
  const transform = balancingTransform(floats);
  const operator = tiltedOperator(family, transform, p);
  const tolerance = relativeWidth * (1 + p) ** 2 * familyNorm(floats);
  let best: MomentGrowth | null = null;
  for (let modes = fewestModes; modes <= mostModes; modes *= 2) {
    const found = principalFunction(operatorMatrix(operator, modes, modes), largestZeroOrder(operator));
    const next = found && enclosed(operator, found, modes);
    if (next !== null && (best === null || widthOf(next) < widthOf(best))) best = next;
    if (signOnly && best !== null && best.interval[0] * best.interval[1] > 0) break;
    if (best !== null && widthOf(best) <= tolerance) break;
  }
  return best;
}

const fewestModes = 8;
/** A dense solve with more takes a tenth of a second. */
const mostModes = 128;
const relativeWidth = 1e-10;

interface TiltedOperator {
  readonly zeroOrder: Coefficients;
  readonly firstOrder: Coefficients;
  /** s */
  readonly secondOrder: Coefficients;
  readonly size: number;
}

function tiltedOperator(
  family: ExactLinearFamily,
  transform: readonly (readonly number[])[],
  p: number,
): TiltedOperator {
  const exactTransform = transform.map((row) => row.map(dyadic));
  const { g0, g1, g2, s0, s1 } = floatOperator(circleOperator(integerFamily(family, exactTransform)));
  const curvature = floatFamily(family).curvature;
  const [[a, b], [c, d]] = matrixProduct(matrixProduct(transform, curvature), inverseMatrix(transform));
  // Q = Re g and b = Im g; η Σ (uᵀC_j u + i tᵀC_j u)² = S − s + 2iΓ = −2(g + q), q = uᵀHu + i tᵀHu
  const real: Coefficients = { c0: g0[0], c1: g1, c2: g2 };
  const imaginary: Coefficients = { c0: g0[1], c1: turned(g1), c2: turned(g2) };
  const half: readonly [number, number] = [(a - d) / 2, (b + c) / 2];
  const ofCurvature: Coefficients = { c0: (a + d) / 2, c1: half, c2: [0, 0] };
  const turn: Coefficients = { c0: (c - b) / 2, c1: turned(half), c2: [0, 0] };
  const spread: Coefficients = { c0: s0, c1: s1, c2: g2 };
  const zeroOrder = combined([
    [p - p * p, real],
    [-p * p, ofCurvature],
    [(p * p) / 2, spread],
  ]);
  const firstOrder = combined([
    [1 - p, imaginary],
    [-p, turn],
  ]);
  return {
    zeroOrder,
    firstOrder,
    secondOrder: spread,
    size: sizeOf(real) + sizeOf(imaginary) + sizeOf(ofCurvature) + sizeOf(turn) + sizeOf(spread),
  };
}

/** Im(c z̄) as Re(c′ z̄). */
function turned([re, im]: readonly [number, number]): readonly [number, number] {
  return [im, -re];
}

function combined(parts: readonly (readonly [number, Coefficients])[]): Coefficients {
  const sum = (of: (one: Coefficients) => number): number =>
    parts.reduce((total, [factor, one]) => total + factor * of(one), 0);
  return {
    c0: sum(({ c0 }) => c0),
    c1: [sum(({ c1 }) => c1[0]), sum(({ c1 }) => c1[1])],
    c2: [sum(({ c2 }) => c2[0]), sum(({ c2 }) => c2[1])],
  };
}

function sizeOf({ c0, c1, c2 }: Coefficients): number {
  return Math.abs(c0) + Math.hypot(...c1) + Math.hypot(...c2);
}

/** An upper bound of Λ(p): the supremum of 𝓛_p 1. */
function largestZeroOrder({ zeroOrder: { c0, c1, c2 } }: TiltedOperator): number {
  return c0 + Math.hypot(...c1) + Math.hypot(...c2);
}

/** The operator from the polynomials of `modes` modes to those of `kept` ones. */
function operatorMatrix(
  { zeroOrder, firstOrder, secondOrder }: TiltedOperator,
  modes: number,
  kept: number,
): number[][] {
  const matrix = Array.from({ length: 2 * kept + 1 }, () => new Array<number>(2 * modes + 1).fill(0));
  /** adds the image of the mode e^{inψ} with a complex weight into a column, taking twice the real part for n > 0 */
  const put = (column: number, n: number, re: number, im: number): void => {
    for (let k = -2; k <= 2; k++) {
      const [zr, zi] = at(zeroOrder, k);
      const [fr, fi] = at(firstOrder, k);
      const [sr, si] = at(secondOrder, k);
      const dr = zr - 2 * n * fi - 2 * n * n * sr;
      const di = zi + 2 * n * fr - 2 * n * n * si;
      const m = n + k;
      if (m < 0 || m > kept) continue;
      const [vr, vi] = [dr * re - di * im, dr * im + di * re];
      if (m === 0) matrix[0][column] += vr;
      else {
        matrix[2 * m - 1][column] += 2 * vr;
        matrix[2 * m][column] -= 2 * vi;
      }
    }
  };
  put(0, 0, 1, 0);
  for (let n = 1; n <= modes; n++) {
    // cos nψ = (e^{inψ} + e^{−inψ})/2, sin nψ = (e^{inψ} − e^{−inψ})/2i
    put(2 * n - 1, n, 1 / 2, 0);
    put(2 * n - 1, -n, 1 / 2, 0);
    put(2 * n, n, 0, -1 / 2);
    put(2 * n, -n, 0, 1 / 2);
  }
  return matrix;
}

/** The coefficient of e^{ikψ}: Re(c z̄^k) has c/2 at −k and its conjugate at k. */
function at({ c0, c1, c2 }: Coefficients, k: number): readonly [number, number] {
  if (k === 0) return [c0, 0];
  const [re, im] = Math.abs(k) === 1 ? c1 : c2;
  return [re / 2, (k > 0 ? -im : im) / 2];
}

/** The range of 𝓛_p φ/φ from the ℓ1 norm of the residual and a lower bound of φ. */
function enclosed(
  operator: TiltedOperator,
  { value, polynomial }: PrincipalFunction,
  modes: number,
): MomentGrowth | null {
  const image = operatorMatrix(operator, modes, modes + 2).map((row) =>
    row.reduce((sum, entry, j) => sum + entry * polynomial[j], 0),
  );
  const residual = image.reduce((sum, entry, i) => sum + Math.abs(entry - value * (polynomial[i] ?? 0)), 0);
  const points = pointsPerMode * modes;
  const derivative = (order: number): number =>
    polynomial.reduce((sum, entry, i) => sum + Math.abs(entry) * Math.ceil(i / 2) ** order, 0);
  const lowest =
    Math.min(...valuesOnCircle(polynomial, points)) - (derivative(2) * (2 * Math.PI) ** 2) / (8 * points ** 2);
  if (!(lowest > 0)) return null;
  // every coefficient of the image is a sum of ten products, each of sizes up to those of the operator
  const rounding = roundings * operator.size * (derivative(0) + 2 * derivative(1) + 2 * derivative(2));
  const reach = (residual + rounding) / lowest;
  return { value, interval: [value - reach, value + reach], level: 1, method: 'spectral' };
}

const pointsPerMode = 16;
const roundings = 64 * Number.EPSILON;
