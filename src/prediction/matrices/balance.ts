import { spend } from '../../arithmetic/work.js';
import type { LinearFamily } from './linearFamily.js';
import { identityMatrix, inCoordinates, inverseMatrix, matrixProduct, solveLinear } from './smallMatrix.js';

type Matrix = number[][];

/**
 * An upper triangular T, entries with few binary digits, that nearly minimises ‖T H T⁻¹‖_F + η Σ_j ‖T C_j T⁻¹‖_F² (k × k; theory §4.3, "balance").
 *
 * In the coordinates T y, λ is the same and the angular density smoother. Newton's method on symmetric positive matrices, where the
 * objective is geodesically convex; a reducible family has its infimum at infinity, so the number and the length of the steps are bounded.
 */
export function balancingTransform(family: LinearFamily): Matrix {
  const k = family.curvature.length;
  if (k === 1 || k > mostBalanced) return identityMatrix(k);
  const stated = [family.curvature, ...family.noise].map((matrix) => matrix.map((row) => [...row]));
  const units = unitsOf(stated, family.learningRate);
  let matrices: readonly Matrix[] = stated.map((matrix) => inUnits(matrix, units));
  let total = inUnits(
    identityMatrix(k),
    units,
    units.map(() => 1),
  );
  let value = objective(matrices, family.learningRate);
  for (let step = 0; step < largestSteps; step++) {
    let direction = newtonDirection(matrices, family.learningRate);
    let improved = false;
    for (let halving = 0; halving < largestHalvings && !improved; halving++) {
      const factor = cayley(direction);
      const inverse = cayley(direction.map((row) => row.map((x) => -x)));
      const moved = matrices.map(inCoordinates(factor, inverse));
      const movedValue = objective(moved, family.learningRate);
      if (movedValue < value * (1 - smallestGain)) {
        matrices = moved;
        value = movedValue;
        total = matrixProduct(factor, total);
        improved = true;
      } else direction = direction.map((row) => row.map((x) => x / 2));
    }
    if (!improved) break;
  }
  return roundedTriangle(total);
}

/** Newton's system has one unknown for each pair of coordinates. */
const mostBalanced = 20;
/** Newton's method settles in five to ten steps; a reducible family would go on for ever. */
const largestSteps = 20;
const largestHalvings = 4;
/** T is rounded to an eighth anyway, so gains below a thousandth are not worth a step. */
const smallestGain = 1e-3;
/** Steps longer than this leave the region where the quadratic model means anything. */
const longestStep = 1;
/** Entries of T keep a relative error of 1/8 at most: the objective is flat at its minimum. */
const keptBits = 3;

/** A family in its balanced coordinates. */
export function balancedFamily(family: LinearFamily): LinearFamily {
  const moved = inCoordinates(balancingTransform(family));
  return { ...family, curvature: moved(family.curvature), noise: family.noise.map(moved) };
}

/**
 * Powers of two by which coordinates are multiplied so that rows are as large as columns (Osborne 1960), where that makes
 * the objective many times smaller, as with coordinates in units of their own: Newton's steps are too short for these.
 */
function unitsOf(matrices: readonly Matrix[], learningRate: number): number[] {
  const k = matrices[0].length;
  const length = Math.sqrt(squaredNorm(matrices[0]));
  const weights = matrices.map((_, index) => (index > 0 ? learningRate : length > 0 ? 1 / length : 0));
  const logs = new Array<number>(k).fill(0);
  const sizeOf = (i: number, j: number): number =>
    matrices.reduce((sum, matrix, index) => sum + weights[index] * matrix[i][j] ** 2, 0) * 4 ** (logs[i] - logs[j]);
  for (let sweep = 0, isLast = false; sweep < largestSteps && !isLast; sweep++) {
    isLast = true;
    for (let i = 0; i < k; i++) {
      let [row, column] = [0, 0];
      for (let j = 0; j < k; j++) if (j !== i) [row, column] = [row + sizeOf(i, j), column + sizeOf(j, i)];
      const change = Math.round(Math.log2(column / row) / 4);
      if (!Number.isFinite(change) || change === 0) continue;
      logs[i] += change;
      isLast = false;
    }
  }
  const units = logs.map((log) => 2 ** log);
  const moved = matrices.map((matrix) => inUnits(matrix, units));
  const isWorth = objective(moved, learningRate) * manyTimes < objective(matrices, learningRate);
  return isWorth ? units : units.map(() => 1);
}

const manyTimes = 16;

function inUnits(matrix: Matrix, units: readonly number[], ofColumns: readonly number[] = units): Matrix {
  return matrix.map((row, i) => row.map((entry, j) => (units[i] * entry) / ofColumns[j]));
}

function objective([curvature, ...noise]: readonly Matrix[], learningRate: number): number {
  return Math.sqrt(squaredNorm(curvature)) + learningRate * noise.reduce((sum, matrix) => sum + squaredNorm(matrix), 0);
}

/** Along T → e^S T, S symmetric: d‖M‖² = 2⟨M, [S, M]⟩ and d²‖M‖² = 4‖[S, M]‖². */
function newtonDirection(matrices: readonly Matrix[], learningRate: number): Matrix {
  const k = matrices[0].length;
  const basis = symmetricTraceless(k);
  // half of all pairs of brackets, a nanosecond an entry
  spend((matrices.length * (basis.length * k) ** 2) / 4000);
  const gradient = basis.map(() => 0);
  const hessian = basis.map(() => basis.map(() => 0));
  matrices.forEach((matrix, index) => {
    const brackets = basis.map((generator) => commutator(generator, matrix));
    const slopes = brackets.map((bracket) => inner(matrix, bracket));
    const length = Math.sqrt(squaredNorm(matrix));
    if (length === 0) return;
    const weight = index === 0 ? 1 / length : 2 * learningRate;
    for (let a = 0; a < basis.length; a++) {
      gradient[a] += weight * slopes[a];
      for (let b = 0; b <= a; b++) {
        hessian[a][b] += 2 * weight * inner(brackets[a], brackets[b]);
        if (index === 0) hessian[a][b] -= (slopes[a] * slopes[b]) / length ** 3;
      }
    }
  });
  hessian.forEach((row, a) => {
    for (let b = 0; b < a; b++) hessian[b][a] = row[b];
  });
  const largest = Math.max(...hessian.map((row, a) => row[a]));
  if (!(largest > 0)) return matrices[0].map((row) => row.map(() => 0));
  hessian.forEach((row, a) => {
    row[a] += regularisation * largest;
  });
  const coefficients = solveLinear(hessian, gradient);
  const scale = Math.min(1, longestStep / Math.hypot(...coefficients));
  const direction = matrices[0].map((row) => row.map(() => 0));
  basis.forEach((generator, a) => {
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) direction[i][j] -= scale * coefficients[a] * generator[i][j];
  });
  return direction;
}

/** Keeps the Newton system solvable where a generator commutes with every matrix. */
const regularisation = 1e-6;

function symmetricTraceless(k: number): Matrix[] {
  const basis: Matrix[] = [];
  const empty = () => Array.from({ length: k }, () => new Array<number>(k).fill(0));
  for (let i = 0; i < k; i++) {
    if (i + 1 < k) {
      const diagonal = empty();
      diagonal[i][i] = 1;
      diagonal[i + 1][i + 1] = -1;
      basis.push(diagonal);
    }
    for (let j = i + 1; j < k; j++) {
      const generator = empty();
      generator[i][j] = 1;
      generator[j][i] = 1;
      basis.push(generator);
    }
  }
  return basis;
}

/** (I − S/2)⁻¹ (I + S/2), which agrees with e^S to second order and whose inverse is that of −S. */
function cayley(generator: Matrix): Matrix {
  const shifted = (sign: number) => generator.map((row, i) => row.map((x, j) => (i === j ? 1 : 0) + (sign * x) / 2));
  return matrixProduct(inverseMatrix(shifted(-1)), shifted(1));
}

/** The upper triangular U with UᵀU = TᵀT (a rotation of T, which the objective does not see), scaled to U_kk = 1 and rounded. */
function roundedTriangle(transform: Matrix): Matrix {
  const k = transform.length;
  const rows = transform.map((row) => [...row]);
  for (let column = 0; column < k; column++) {
    for (let i = column + 1; i < k; i++) {
      const length = Math.hypot(rows[column][column], rows[i][column]);
      if (length === 0) continue;
      const cosine = rows[column][column] / length;
      const sine = rows[i][column] / length;
      for (let j = 0; j < k; j++) {
        const x = rows[column][j];
        rows[column][j] = cosine * x + sine * rows[i][j];
        rows[i][j] = cosine * rows[i][j] - sine * x;
      }
    }
  }
  const last = rows[k - 1][k - 1];
  const unit = rows.map((_, j) => 2 ** (Math.floor(Math.log2(Math.abs(rows[j][j] / last))) - keptBits));
  return rows.map((row, i) =>
    row.map((x, j) => {
      if (j < i) return 0;
      const diagonal = Math.round(row[i] / last / unit[i]) * unit[i];
      if (j === i) return diagonal;
      return Math.round(((x / row[i]) * diagonal) / unit[j]) * unit[j];
    }),
  );
}

function commutator(a: Matrix, b: Matrix): Matrix {
  const ab = matrixProduct(a, b);
  const ba = matrixProduct(b, a);
  return ab.map((row, i) => row.map((x, j) => x - ba[i][j]));
}

function inner(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) for (let j = 0; j < a.length; j++) sum += a[i][j] * b[i][j];
  return sum;
}

function squaredNorm(a: Matrix): number {
  return inner(a, a);
}
