import { spend } from '../arithmetic/work.js';
import { axis, dot, unit } from '../numeric/vectors.js';
import { onCommonRange } from './matrices/commonRange.js';
import type { LinearFamily } from './matrices/linearFamily.js';
import { reducedNoise } from './matrices/reducedNoise.js';

/** Infimum and supremum over directions of Q, the drift of log‖y‖ (theory §4.2). */
export interface LogDistanceRange {
  readonly infimum: number;
  readonly supremum: number;
}

/**
 * The range of Q(u) = −uᵀHu + (η/2) Σ_j |C_j u|² − η Σ_j (uᵀC_j u)² over the unit sphere.
 *
 * k = 1: the one value. k = 2: Q is a trigonometric polynomial of degree 2 in twice the angle, whose extrema are found to
 * rounding. k ≥ 3: ascent from many directions, so that the supremum may be missed from below and the infimum from above.
 */
export function logDistanceRange(family: LinearFamily): LogDistanceRange {
  const form = quarticForm(family.curvature.length > fewCoordinates ? onCommonRange(family) : family);
  switch (family.curvature.length) {
    case 1: {
      const value = form.value([1]);
      return { infimum: value, supremum: value };
    }
    case 2:
      return planarRange((angle) => form.value([Math.cos(angle), Math.sin(angle)]));
    default:
      return sphericalRange(form);
  }
}

/** Of more coordinates it is worth asking which of them matter. */
const fewCoordinates = 8;

/** Q on the unit sphere of R^k. */
export interface QuarticForm {
  readonly dimension: number;
  /** entries of its matrices that are not 0 */
  readonly size: number;
  /** Q at a unit vector */
  value(u: readonly number[]): number;
  /** the gradient of uᵀAu − uuᵀ:T:uuᵀ in R^k */
  gradient(u: readonly number[]): number[];
}

/** Q of a k × k family by products with its matrices (theory §4.2), of which there need not be more than a matrix has entries. */
export function quarticForm({ curvature, noise, learningRate }: LinearFamily): QuarticForm {
  const k = curvature.length;
  const flat = noise.map((matrix) => Float64Array.from(matrix.flat()));
  const matrices = (flat.length > k * k ? reducedNoise(flat) : flat).map((matrix) => sparse(matrix, k));
  const drift = sparse(
    Float64Array.from(curvature.flatMap((row, a) => row.map((entry, b) => -(entry + curvature[b][a]) / 2))),
    k,
  );
  return {
    dimension: k,
    size: [drift, ...matrices].reduce((sum, { entries }) => sum + entries.length, 0),
    value: (u) => {
      let sum = dot(u, image(drift, u));
      for (const matrix of matrices) {
        const v = image(matrix, u);
        sum += learningRate * (dot(v, v) / 2 - dot(u, v) ** 2);
      }
      return sum;
    },
    gradient: (u) => {
      const sum = image(drift, u).map((entry) => 2 * entry);
      for (const matrix of matrices) {
        const v = image(matrix, u);
        const along = 2 * dot(u, v);
        const back = image(
          { entries: matrix.entries, rows: matrix.columns, columns: matrix.rows },
          v.map((entry, a) => entry - along * u[a]),
        );
        for (let a = 0; a < k; a++) sum[a] += learningRate * (back[a] - along * v[a]);
      }
      return sum;
    },
  };
}

interface SparseMatrix {
  readonly entries: Float64Array;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

function sparse(matrix: Float64Array, k: number): SparseMatrix {
  const places = Array.from(matrix.keys()).filter((place) => matrix[place] !== 0);
  return {
    entries: Float64Array.from(places, (place) => matrix[place]),
    rows: Int32Array.from(places, (place) => Math.floor(place / k)),
    columns: Int32Array.from(places, (place) => place % k),
  };
}

function image({ entries, rows, columns }: SparseMatrix, u: readonly number[]): number[] {
  const result = new Array<number>(u.length).fill(0);
  for (let i = 0; i < entries.length; i++) result[rows[i]] += entries[i] * u[columns[i]];
  return result;
}

/** Extrema of c₀ + Σ_{n ≤ 2} (c_n cos nψ + s_n sin nψ), ψ twice the angle, whose coefficients five values determine. */
function planarRange(valueAt: (angle: number) => number): LogDistanceRange {
  const values = Array.from({ length: 5 }, (_, i) => valueAt((Math.PI * i) / 5));
  const coefficient = (n: number, wave: (x: number) => number) =>
    values.reduce((sum, value, i) => sum + (value * wave((2 * Math.PI * n * i) / 5) * 2) / 5, 0);
  const [c1, s1, c2, s2] = [1, 2].flatMap((n) => [coefficient(n, Math.cos), coefficient(n, Math.sin)]);
  const slope = (psi: number) =>
    s1 * Math.cos(psi) - c1 * Math.sin(psi) + 2 * (s2 * Math.cos(2 * psi) - c2 * Math.sin(2 * psi));
  let infimum = Infinity;
  let supremum = -Infinity;
  const step = (2 * Math.PI) / planarGrid;
  for (let i = 0; i < planarGrid; i++) {
    const psi = slope(i * step) * slope((i + 1) * step) < 0 ? zeroBetween(slope, i * step, (i + 1) * step) : i * step;
    const value = valueAt(psi / 2);
    infimum = Math.min(infimum, value);
    supremum = Math.max(supremum, value);
  }
  return { infimum, supremum };
}

/** At most four extrema in 2π, seldom two within a 256th; a pair that is missed differs from the grid's value by 1e-5 of Q. */
const planarGrid = 256;

function zeroBetween(slope: (psi: number) => number, from: number, to: number): number {
  let left = from;
  let right = to;
  const rising = slope(left) < 0;
  for (let i = 0; i < bisections; i++) {
    const middle = (left + right) / 2;
    if (slope(middle) < 0 === rising) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}

/** Q is flat at its extrema: half the digits of the angle give all of Q's. */
const bisections = 40;

function sphericalRange(form: QuarticForm): LogDistanceRange {
  let infimum = Infinity;
  let supremum = -Infinity;
  for (const start of startingDirections(form.dimension)) {
    supremum = Math.max(supremum, ascend(form, start, 1));
    infimum = Math.min(infimum, ascend(form, start, -1));
  }
  return { infimum, supremum };
}

/** Axes, diagonals of pairs, and generic directions. */
function startingDirections(k: number): number[][] {
  const axes = Array.from({ length: k }, (_, i) => axis(k, i));
  const diagonals = axes.flatMap((a, i) =>
    axes.slice(i + 1).flatMap((b) => [1, -1].map((s) => a.map((x, j) => x + s * b[j]))),
  );
  const generic = Array.from({ length: genericStarts * k }, (_, n) =>
    Array.from({ length: k }, (_, j) => Math.sin((n + 1) * (1 + goldenRatio * (j + 1) ** 2))),
  );
  return [...axes, ...generic, ...diagonals].slice(0, mostStarts).map(unit);
}

const genericStarts = 8;
/** All of them up to eight coordinates. */
const mostStarts = 128;
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** Ascent of sign·Q along great circles, the step halved until it gains and doubled after. */
function ascend(form: QuarticForm, start: readonly number[], sign: 1 | -1): number {
  let u = [...start];
  let value = form.value(u);
  let step = 1;
  for (let i = 0; i < ascentSteps && step > smallestStep; i++) {
    spend(form.size / entriesAStep);
    const gradient = form.gradient(u).map((entry) => sign * entry);
    const radial = dot(gradient, u);
    const tangent = gradient.map((entry, a) => entry - radial * u[a]);
    const moved = unit(u.map((x, a) => x + step * tangent[a]));
    const movedValue = form.value(moved);
    if (sign * (movedValue - value) > 0) {
      u = moved;
      value = movedValue;
      step *= 2;
    } else step /= 2;
  }
  return value;
}

/** Of value and gradient together, in a step of `spend`. */
const entriesAStep = 100;
const ascentSteps = 400;
const smallestStep = 1e-12;
