import { dot } from '../../numeric/vectors.js';
import { type AffineFunctions, changesAlong, combined, secondMoments, valuesAt } from '../matrices/affineFunctions.js';
import { solveSymmetric } from '../matrices/symmetricSystem.js';

/**
 * Lowers a linear objective over the x where all affine functions are positive, by Newton's method on the logarithmic
 * barrier t objective·x − Σ_i log f_i(x), t rising (Boyd and Vandenberghe, Convex Optimization, §11.3).
 *
 * Starts where all functions are positive, and stays there; ends when the objective is within `tolerance` of its infimum,
 * or where Newton's method makes no progress. With a target it ends as soon as the objective is below it, or as it is
 * clear that it stays above.
 */
export function lowerObjective(
  objective: Float64Array,
  functions: AffineFunctions,
  start: Float64Array,
  tolerance: number,
  target: number | null = null,
): Float64Array {
  let x = start;
  let values = valuesAt(functions, x);
  const first = firstSharpness / Math.max(Math.abs(dot(objective, start)), tolerance);
  for (let t = first; functions.count / t > tolerance; t *= sharpening) {
    let isCentred = false;
    for (let step = 0; step < mostSteps; step++) {
      const { gradient, hessian } = barrierDerivatives(functions, values);
      for (let a = 0; a < x.length; a++) gradient[a] += t * objective[a];
      const direction = solveSymmetric(
        hessian,
        gradient.map((entry) => -entry),
      );
      if (direction === null) return x;
      const slope = dot(gradient, direction);
      isCentred = !(-slope > settled);
      if (isCentred) break;
      const changes = changesAlong(functions, direction);
      const length = stepLength(values, changes, t * dot(objective, direction), slope);
      if (length === 0) return x;
      x = x.map((entry, a) => entry + length * direction[a]);
      values = valuesAt(functions, x);
      if (target !== null && dot(objective, x) < target) return x;
    }
    // on the central path the infimum is at most count/t away
    if (target !== null && isCentred && dot(objective, x) - functions.count / t > target) return x;
  }
  return x;
}

const firstSharpness = 10;
const sharpening = 8;
const mostSteps = 40;
/** Newton's decrement below which a stage is done. */
const settled = 1e-2;
/** Combinations that no function notices leave the Hessian singular. */
const ridge = 1e-13;

/** The first of the halved steps that stays inside and gains a tenth of what the slope promises; 0 when all fail. */
function stepLength(values: Float64Array, changes: Float64Array, objectiveSlope: number, slope: number): number {
  for (let length = 1; length > shortestStep; length /= 2) {
    let gain = -length * objectiveSlope;
    for (let i = 0; i < values.length && gain > Number.NEGATIVE_INFINITY; i++) {
      const ratio = 1 + (length * changes[i]) / values[i];
      gain = ratio > 0 ? gain + Math.log(ratio) : Number.NEGATIVE_INFINITY;
    }
    if (gain >= -sufficientGain * length * slope) return length;
  }
  return 0;
}

const sufficientGain = 0.1;
const shortestStep = 1e-9;

/** Gradient of −Σ_i log f_i and the lower triangle of its Hessian. */
function barrierDerivatives(functions: AffineFunctions, values: Float64Array) {
  const n = functions.unknowns;
  const gradient = combined(
    functions,
    values.map((value) => -1 / value),
  );
  const hessian = secondMoments(
    functions,
    values.map((value) => 1 / (value * value)),
  );
  for (let a = 0; a < n; a++) hessian[a * n + a] *= 1 + ridge;
  return { gradient, hessian };
}
