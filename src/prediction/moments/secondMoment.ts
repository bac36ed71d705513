import { spend } from '../../arithmetic/work.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import { matrixProduct, type SmallMatrix } from '../matrices/smallMatrix.js';
import type { LinearStep } from './linearStep.js';

type NumberMatrix = readonly (readonly number[])[];

/** Λ(2) with bounds that hold it but for rounding, which has a margin. */
export interface SecondMoment {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * Λ(2) = lim (1/t) log E‖y‖² of dy = −Hy dt + √η Σ_j C_j y dW_j: the largest growth rate of X = E yyᵀ, which obeys the linear
 * Ẋ = −HX − XHᵀ + η Σ_j C_j X C_jᵀ.
 */
export function sdeSecondMoment(family: LinearFamily): SecondMoment {
  return principalGrowth(secondMomentRate(family), family.curvature.length, true);
}

/** X ↦ −HX − XHᵀ + η Σ_j C_j X C_jᵀ on symmetric k × k matrices. */
export function secondMomentRate({ curvature, noise, learningRate }: LinearFamily): (x: NumberMatrix) => SmallMatrix {
  return (x) => {
    const drift = matrixProduct(curvature, x);
    const sum = drift.map((row, i) => row.map((entry, j) => -entry - drift[j][i]));
    for (const matrix of noise) addCongruence(sum, matrix, x, learningRate);
    return sum;
  };
}

/** The same of a chain of independent steps, per unit of t: the logarithm of the spectral radius of X ↦ E M X Mᵀ. */
export function chainSecondMoment({ mean, deviations, duration }: LinearStep): SecondMoment {
  const step = (x: NumberMatrix): SmallMatrix => {
    const sum = mean.map((row) => row.map(() => 0));
    for (const matrix of [mean, ...deviations]) addCongruence(sum, matrix, x, 1);
    return sum;
  };
  const { value, interval } = principalGrowth(step, mean.length, false);
  const rate = (radius: number): number => Math.log(Math.max(0, radius)) / duration;
  return { value: rate(value), interval: [rate(interval[0]), rate(interval[1])] };
}

function addCongruence(sum: SmallMatrix, matrix: NumberMatrix, x: NumberMatrix, factor: number): void {
  spend(x.length ** 3 / 800);
  const left = matrixProduct(matrix, x);
  for (let i = 0; i < sum.length; i++) {
    for (let j = 0; j < sum.length; j++) {
      let entry = 0;
      for (let l = 0; l < x.length; l++) entry += left[i][l] * matrix[j][l];
      sum[i][j] += factor * entry;
    }
  }
}

/**
 * The principal eigenvalue of a linear map that keeps symmetric matrices positive semidefinite (`isRate`: of a generator of
 * such maps). For every X > 0 it lies between the largest c with map(X) ≥ cX and the smallest with map(X) ≤ cX (Collatz,
 * Wielandt): X runs through powers of the map at the identity, squared again and again.
 */
function principalGrowth(map: (x: NumberMatrix) => SmallMatrix, n: number, isRate: boolean): SecondMoment {
  const pairs = Array.from({ length: n }, (_, i) => Array.from({ length: i + 1 }, (_, j) => [i, j] as const)).flat();
  const columns = pairs.map(([i, j]) => {
    const image = map(unitMatrix(n, i, j));
    return pairs.map(([a, b]) => image[a][b]);
  });
  const operator = pairs.map((_, row) => columns.map((column) => column[row]));
  let power = isRate ? exponential(operator) : operator;
  let [low, high] = [-Infinity, Infinity];
  for (let squaring = 0; squaring < mostSquarings; squaring++) {
    const image = power.map((row) => pairs.reduce((sum, [i, j], c) => sum + (i === j ? row[c] : 0), 0));
    const x = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    for (const [c, [i, j]] of pairs.entries()) {
      x[i][j] = image[c];
      x[j][i] = image[c];
    }
    for (const ridge of ridges) {
      const range = quotientRange(map, x, ridge);
      if (range === null) continue;
      low = Math.max(low, range[0]);
      high = Math.min(high, range[1]);
    }
    if (high - low <= settled * (Math.abs(high) + Math.abs(low))) break;
    power = matrixProduct(power, power);
    const size = Math.max(...power.map((row) => Math.max(...row.map(Math.abs))));
    if (!(size > 0 && Number.isFinite(size))) break;
    power = power.map((row) => row.map((entry) => entry / size));
  }
  // a product that ends in 0 has no lower bound but that of a radius
  const least = isRate ? low : Math.max(0, low);
  return { value: Number.isFinite(least) ? (least + high) / 2 : high, interval: [least, high] };
}

const mostSquarings = 40;
/** Powers of a map with a dominant block are nearly singular: a share of their trace on the diagonal keeps the upper bound near. */
const ridges = [0, 1e-9, 1e-6, 1e-3];
/** Rounding leaves no more. */
const settled = 1e-13;

/** The least and the largest c of map(X) = cX in the coordinates in which X + ridge is the identity, by Gershgorin's discs. */
function quotientRange(
  map: (x: NumberMatrix) => SmallMatrix,
  matrix: NumberMatrix,
  ridge: number,
): readonly [number, number] | null {
  const n = matrix.length;
  const trace = matrix.reduce((sum, row, i) => sum + row[i], 0);
  const x = matrix.map((row, i) => row.map((entry, j) => entry / trace + (i === j ? ridge : 0)));
  const root = cholesky(x);
  if (root === null) return null;
  const image = solvedFromBothSides(root, map(x));
  let [low, high] = [Infinity, -Infinity];
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const disc = image[i].reduce((sum, entry, j) => (i === j ? sum : sum + Math.abs(entry)), 0);
    low = Math.min(low, image[i][i] - disc);
    high = Math.max(high, image[i][i] + disc);
    largest = Math.max(largest, Math.abs(image[i][i]) + disc);
  }
  // relative errors of the factor are at most about the condition of X
  const condition = 1 / Math.min(...root.map((row, i) => row[i] ** 2));
  const slack = conditionedRoundings * n * n * Number.EPSILON * condition * largest;
  return Number.isFinite(slack) ? [low - slack, high + slack] : null;
}

const conditionedRoundings = 8;

/** The symmetric n × n matrix with 1 at (i, j) and at (j, i), 0 elsewhere. */
export function unitMatrix(n: number, i: number, j: number): SmallMatrix {
  const unit = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  unit[i][j] = 1;
  unit[j][i] = 1;
  return unit;
}

/** L with L Lᵀ = a, lower triangular; null unless a is positive definite. */
function cholesky(a: NumberMatrix): SmallMatrix | null {
  const n = a.length;
  const root = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i][j];
      for (let l = 0; l < j; l++) rest -= root[i][l] * root[j][l];
      if (i > j) root[i][j] = rest / root[j][j];
      else if (rest > 0) root[i][i] = Math.sqrt(rest);
      else return null;
    }
  }
  return root;
}

/** L⁻¹ a L⁻ᵀ for a symmetric a. */
function solvedFromBothSides(root: NumberMatrix, a: NumberMatrix): SmallMatrix {
  const half = transposed(forwardSolved(root, a));
  return forwardSolved(root, half);
}

function forwardSolved(root: NumberMatrix, a: NumberMatrix): SmallMatrix {
  const solved: SmallMatrix = [];
  for (const [i, row] of a.entries()) {
    solved.push(
      row.map((entry, c) => {
        let rest = entry;
        for (let l = 0; l < i; l++) rest -= root[i][l] * solved[l][c];
        return rest / root[i][i];
      }),
    );
  }
  return solved;
}

function transposed(a: NumberMatrix): SmallMatrix {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

/** e^{a/‖a‖} by its series, which ends in rounding after eighteen terms. */
function exponential(a: NumberMatrix): SmallMatrix {
  const norm = Math.max(Number.MIN_VALUE, ...a.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
  const scaled = a.map((row) => row.map((entry) => entry / norm));
  const sum = a.map((row, i) => row.map((_, j) => Number(i === j)));
  let term: SmallMatrix = sum.map((row) => [...row]);
  for (let n = 1; n <= termsOfSeries; n++) {
    term = matrixProduct(term, scaled).map((row) => row.map((entry) => entry / n));
    for (const [i, row] of term.entries()) for (const [j, entry] of row.entries()) sum[i][j] += entry;
  }
  return sum;
}

const termsOfSeries = 18;
