import { visitBatches } from '../batches/batchEnumeration.js';
import { multiplierRounding } from '../batches/batchMultiplier.js';
import { meanOverStudent, type StudentMultiplier } from '../batches/studentQuadrature.js';
import type { SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import type { MomentGrowth } from '../prediction.js';
import { scalarMultiplier, scalarsOf } from '../scalarExponents.js';
import { absoluteMoment, momentRounding } from './absoluteMoment.js';

/* Moment exponents of families of 1 × 1 matrices, p > 0; intervals hold the value up to the bound of rounding. */

/** Λ(p) = p(−h + (p − 1)(η/2) Σ c_j²): log|y| is a Brownian motion with drift. */
export function scalarSdeMoment(family: LinearFamily, p: number): MomentGrowth {
  const { curvature, square } = scalarsOf(family);
  const spread = ((p - 1) * family.learningRate * square) / 2;
  const value = p * (spread - curvature);
  const error = roundings * p * (Math.abs(curvature) + Math.abs(spread));
  return { value, interval: [value - error, value + error], level: 1, method: 'closed-form' };
}

/** log E|1 − h·step + √(step·η Σ c_j²) ξ|^p / step of the Euler–Maruyama chain. */
export function scalarChainMoment(family: LinearFamily, step: number, p: number): MomentGrowth {
  const { curvature, square } = scalarsOf(family);
  return gaussianMoment(1 - step * curvature, Math.sqrt(step * family.learningRate * square), p, step);
}

/**
 * log E|1 − η ĥ|^p / η over the batches of a step of SGD; null where that is no sum over few batches: epochs, momentum,
 * several batches a step, more compositions than are worth listing.
 */
export function scalarSgdMoment(sgd: SgdLinearisation, p: number): MomentGrowth | null {
  const { learningRate } = sgd;
  const law = scalarMultiplier(sgd);
  if (law === null) return null;
  if (law.kind === 'gaussian') return gaussianMoment(law.mean, law.deviation, p, learningRate);
  if (law.kind === 'student') return studentMoment(law, p, learningRate);
  const { sampling, multiplier } = law;
  if (sampling === 'epochs') return null;
  let [total, sum, isGaussian] = [0, 0, false];
  let moved = 0;
  const rounding = multiplierRounding(multiplier.values);
  const batches = { ...multiplier, replacement: sampling === 'with-replacement' };
  const weightError = visitBatches(batches, mostBatches, (weight, mean, deviation) => {
    total += weight;
    sum += weight * absoluteMoment(mean, deviation, p);
    isGaussian ||= deviation > 0;
    // (|m| + ε)^p − |m|^p, which bounds what rounding of the mean moves, also for p < 1
    const far = Math.abs(mean) + deviation;
    moved += weight * ((far + rounding) ** p - far ** p + (p < 1 ? rounding ** p : 0));
  });
  if (weightError === null) return null;
  const value = Math.log(sum / total) / learningRate;
  const relative = weightError + momentRounding * (1 + p) + (absoluteMomentGrowth(p) * moved) / sum;
  const error = (relative + roundings * (1 + Math.abs(Math.log(sum / total)))) / learningRate;
  const method = isGaussian ? 'quadrature' : 'sum';
  return { value, interval: [value - error, value + error], level: 1, method };
}

/** A few milliseconds. */
const mostBatches = 2e4;

/** E|ξ|^p grows with p: what a Gaussian of deviation s adds to |m|^p at most, over (|m| + s)^p. */
function absoluteMomentGrowth(p: number): number {
  return Math.max(1, 2 ** p * absoluteMoment(0, 1, p));
}

function gaussianMoment(mean: number, deviation: number, p: number, duration: number): MomentGrowth {
  const method = deviation === 0 ? 'closed-form' : 'quadrature';
  if (mean === 0 && deviation === 0) return { value: -Infinity, interval: [-Infinity, -Infinity], level: 1, method };
  const logarithm = Math.log(absoluteMoment(mean, deviation, p));
  const size = Math.max(Math.abs(mean), deviation);
  const relative = momentRounding * (1 + p) + (p * roundings) / size;
  const error = (relative + roundings * (1 + Math.abs(logarithm))) / duration;
  const value = logarithm / duration;
  return { value, interval: [value - error, value + error], level: 1, method };
}

function studentMoment(law: StudentMultiplier, p: number, duration: number): MomentGrowth | null {
  const found = meanOverStudent(law, p, (deviation) => absoluteMoment(law.mean, deviation, p));
  if (found === null || !(found.mean > 0)) return null;
  const logarithm = Math.log(found.mean);
  const size = Math.max(Math.abs(law.mean), law.deviation, law.heavyDeviation);
  const relative = found.error / found.mean + momentRounding * (1 + p) + (p * roundings) / size;
  const error = (relative + roundings * (1 + Math.abs(logarithm))) / duration;
  const value = logarithm / duration;
  return { value, interval: [value - error, value + error], level: 1, method: 'quadrature' };
}

/** Ten unit roundoffs: sums of a few terms, and entries that were rounded to doubles. */
const roundings = 10 * 2 ** -53;
