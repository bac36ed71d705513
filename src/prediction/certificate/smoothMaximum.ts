import { dot } from '../../numeric/vectors.js';
import { type AffineFunctions, changesAlong, combined, secondMoments, valuesAt } from '../matrices/affineFunctions.js';
import { solveSymmetric } from '../matrices/symmetricSystem.js';

/** Where the largest of affine functions is low, and how low. */
export interface LoweredMaximum {
  readonly x: Float64Array;
  /** max_i f_i(x) */
  readonly maximum: number;
  /** the last β, from which a search with a few more functions may go on */
  readonly sharpness: number;
}

/**
 * Lowers max_i f_i(x) from a start until it is negative and at most a share of what is possible, or it is clear that it stays positive:
 * Newton's method with step halving on the smooth maximum β⁻¹ log Σ_i exp(β f_i), β rising
 * (theory §4.3). `moments` are those of these functions or of most of them. `before` is what the search gave before a few functions were added: it then goes on from a sharpness near the last.
 *
 * With weights w_i ∝ exp(β f_i) and Σ_i w_i row_i = 0, no x has a maximum below Σ_i w_i f_i, which decides when to stop. For f = Q + 𝓛φ
 * the weights then resemble ρ and the sum λ.
 */
export function lowerMaximum(
  functions: AffineFunctions,
  moments: Float64Array,
  start: Float64Array,
  share: number,
  before: LoweredMaximum | null = null,
): LoweredMaximum {
  let x = start;
  let values = valuesAt(functions, x);
  const top = largest(values);
  const spread = before === null ? top - smallest(values) : Math.max(top - before.maximum, 0);
  let beta = Math.min(
    firstSharpness / Math.max(spread, Number.MIN_VALUE),
    before?.sharpness ?? Number.POSITIVE_INFINITY,
  );
  for (let stage = 0; stage < mostStages; stage++, beta *= sharpening) {
    if (Math.log(functions.count) < sharpEnough * beta * Math.abs(largest(values))) break;
    for (let step = 0; step < mostSteps; step++) {
      const { weights, value } = softmax(values, beta);
      const direction = newtonDirection(functions, moments, weights, beta);
      if (!direction) break;
      const slopes = changesAlong(functions, direction);
      const slope = dot(weights, slopes);
      const decrement = -slope * beta;
      if (decrement < balanced) {
        const bound = dot(weights, values);
        const maximum = largest(values);
        if (bound > (doubt * decrement) / beta || maximum <= share * bound) return { x, maximum, sharpness: beta };
      }
      const length = stepLength(values, slopes, (moved) => value - softmax(moved, beta).value, -slope);
      if (length === 0) break;
      x = x.map((entry, i) => entry + length * direction[i]);
      values = values.map((f, i) => f + length * slopes[i]);
      if (decrement < settled) break;
    }
  }
  return { x, maximum: largest(values), sharpness: beta };
}

/** The first of the halved steps that gains a tenth of what the slope promises, none longer than the spread of the values; 0 when all fail. */
function stepLength(
  values: Float64Array,
  slopes: Float64Array,
  gain: (moved: Float64Array) => number,
  promise: number,
): number {
  let length = Math.min(1, (largest(values) - smallest(values)) / largest(slopes.map(Math.abs)));
  for (let halving = 0; halving < mostHalvings; halving++, length /= 2) {
    if (gain(values.map((f, i) => f + length * slopes[i])) >= sufficientGain * length * promise) return length;
  }
  return 0;
}

/** β starts where e^{β f_i} differs by e^8 between the largest and the smallest f_i. */
const firstSharpness = 8;
const sharpening = 4;
const mostStages = 8;
/** The smooth maximum exceeds the maximum by log(count)/β at most; a tenth of the maximum is near enough. */
const sharpEnough = 0.1;
const mostSteps = 12;
const mostHalvings = 12;
const sufficientGain = 0.1;
/** A Newton step lowers the bound by about decrement/β; this many times that is feared. */
const doubt = 5;
/** Newton's decrement, in units of 1/β, below which a stage has nothing left to give … */
const settled = 1e-2;
/** … and below which the weights balance the rows well enough for the bound. */
const balanced = 0.3;
/** Functions with less than this weight count less in the Newton step than by their share of the damping. */
const negligibleWeight = 1e-8;
/** Weighs the mean square change over all functions against that of the active ones, so that a step does not wreck the others. */
const damping = 1e-3;
/** Relative to the largest diagonal entry: constants among the unknowns leave the Hessian singular. */
const ridge = 1e-9;

function softmax(values: Float64Array, sharpness: number): { readonly weights: Float64Array; readonly value: number } {
  const top = largest(values);
  const weights = values.map((f) => Math.exp(sharpness * (f - top)));
  const total = weights.reduce((sum, x) => sum + x, 0);
  return { weights: weights.map((x) => x / total), value: top + Math.log(total) / sharpness };
}

/** −β⁻¹ (Aᵀ(diag w − wwᵀ)A + damping · moments)⁻¹ Aᵀw; null when the matrix is singular. */
function newtonDirection(
  functions: AffineFunctions,
  moments: Float64Array,
  weights: Float64Array,
  sharpness: number,
): Float64Array | null {
  const n = functions.unknowns;
  const gradient = combined(functions, weights);
  const hessian = secondMoments(functions, weights, negligibleWeight);
  let top = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) hessian[a * n + b] += damping * moments[a * n + b] - gradient[a] * gradient[b];
    top = Math.max(top, hessian[a * n + a]);
  }
  for (let a = 0; a < n; a++) hessian[a * n + a] += ridge * top;
  return solveSymmetric(
    hessian,
    gradient.map((x) => -x / sharpness),
  );
}

function largest(values: Float64Array): number {
  return values.reduce((top, x) => Math.max(top, x), Number.NEGATIVE_INFINITY);
}

function smallest(values: Float64Array): number {
  return values.reduce((bottom, x) => Math.min(bottom, x), Number.POSITIVE_INFINITY);
}
