import { branches } from '../../numeric/branches.js';
import { fold } from '../../numeric/random.js';
import { meanOf } from '../../numeric/statistics.js';
import { sgdChain } from '../chain/sgdChain.js';
import { type ExponentProblem, partsOf } from '../exponents.js';
import { widthOf } from '../interval.js';
import { familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import { topExponent } from '../moments/momentExponents.js';
import type { Exponent, Process } from '../prediction.js';
import { productExponent } from '../products/matrixProduct.js';
import { eulerMaruyamaSampler, sdeSampler, sgdSampler } from '../products/sgdMatrices.js';
import type { StepSampler } from '../products/stepSampler.js';

/**
 * All Lyapunov exponents of a process, largest first, each with its own interval (theory §5); null where it does not apply.
 *
 * Along common eigenvectors each is one-dimensional; a reducible family has those of its blocks. The largest is λ as it is
 * predicted by itself; in the plane the other follows from the growth of the determinant, E log|det M|, which for the SDE is
 * −tr H − (η/2) Σ_j tr C_j². All others are measured by QR along one product of matrices, at level 0.999 each.
 */
export function lyapunovSpectrum(problem: ExponentProblem, process: Process): readonly Exponent[] | null {
  if (process.kind === 'sgd' && problem.sgd === null) return null;
  const { codimension } = problem;
  const parts = partsOf(problem);
  if (parts !== null) {
    const all = parts.map((part) => lyapunovSpectrum(part, process));
    return all.every((one) => one !== null) ? sorted(all.flat()) : null;
  }
  const top = topExponent(problem, process);
  if (top === null) return null;
  const hasMomentum = process.kind === 'sgd' && (problem.sgd?.momentum ?? 0) !== 0;
  if (codimension === 1 && !hasMomentum) return [top];
  const determinant = codimension === 2 && !hasMomentum ? determinantGrowth(problem, process) : null;
  if (determinant !== null) {
    const interval = [determinant.low - top.interval[1], determinant.high - top.interval[0]] as const;
    return [top, { ...top, value: (determinant.low + determinant.high) / 2 - top.value, interval }];
  }
  return [top, ...withNeighbours(measured(problem, process)).slice(1)];
}

/**
 * Exponents with intervals that hold what they would be in a longer run. Orthonormal vectors sort directions by how much they
 * grew: of directions that share a rate the first one's exponent is too large, and the last one's too small, by 1/√t, while
 * the mean of them has no such error. So each of some that are not told apart reaches to the mean of them all.
 */
function withNeighbours(sorted: readonly Exponent[]): Exponent[] {
  const reachOf = (one: Exponent): number => widthOf(one) / 2;
  const groups: Exponent[][] = [];
  for (const one of sorted) {
    const last = groups[groups.length - 1]?.slice(-1)[0];
    const isNear = last !== undefined && last.value - one.value <= apart * (reachOf(last) + reachOf(one));
    if (isNear) groups[groups.length - 1].push(one);
    else groups.push([one]);
  }
  return groups.flatMap((group) => {
    const mean = meanOf(group.map(({ value }) => value));
    return group.map((one) => {
      const reach = reachOf(one);
      return { ...one, interval: [Math.min(one.value, mean) - reach, Math.max(one.value, mean) + reach] as const };
    });
  });
}

/** Of a common reach: the difference that sorting makes has a mean of four fifths of what one run spreads by, of eight. */
const apart = 2;

function sorted(exponents: readonly Exponent[]): Exponent[] {
  return [...exponents].sort((a, b) => b.value - a.value);
}

/** The sum of all exponents with bounds of its rounding; null where the determinant is no fixed number for each matrix. */
function determinantGrowth({ family, sgd }: ExponentProblem, process: Process): { low: number; high: number } | null {
  if (process.kind === 'sde') {
    const { curvature, noise, learningRate } = family;
    const drift = curvature.map((row, i) => row[i]);
    const spread = noise.flatMap((matrix) =>
      matrix.flatMap((row, i) => row.map((entry, j) => (learningRate / 2) * entry * matrix[j][i])),
    );
    return bounded([...drift, ...spread].map((term) => -term));
  }
  const chain = process.kind === 'sgd' && sgd !== null ? sgdChain(sgd) : null;
  if (chain === null || chain.components.some(({ noise }) => noise.length > 0)) return null;
  const logarithms = chain.components.map(({ weight, mean: [[a, b], [c, d]] }) => {
    const [value, size] = [Math.abs(a * d - b * c), Math.abs(a * d) + Math.abs(b * c)];
    // where digits cancel, or the matrix is singular, rounding of the determinant decides
    return value > cancelled * size ? (weight * Math.log(value)) / chain.duration : Number.NaN;
  });
  return logarithms.every(Number.isFinite) ? bounded(logarithms) : null;
}

/** Of a difference of products this share is still known to a millionth of what the sum of a thousand terms is known to. */
const cancelled = 1e-6;

function bounded(terms: readonly number[]): { low: number; high: number } {
  const sum = terms.reduce((total, term) => total + term, 0);
  const error = roundings * terms.reduce((total, term) => total + Math.abs(term), terms.length * Number.EPSILON);
  return { low: sum - error, high: sum + error };
}

/** Relative errors of a logarithm whose argument lost six digits, and of sums of a thousand terms. */
const roundings = 1e-9;

/** By QR; the SDE from paths of two steps h and 2h, 2λ_h − λ_2h, as its top exponent is where it is simulated. */
function measured({ family, sgd, seed }: ExponentProblem, process: Process): Exponent[] {
  switch (process.kind) {
    case 'sde': {
      const step = fineStep / Math.max(familyNorm(family), Number.MIN_VALUE);
      const [fine, coarse] = [
        simulated(() => sdeSampler(family, step), fold(seed, branches.sdeExponent)),
        simulated(() => sdeSampler(family, 2 * step), fold(seed, branches.coarseSdeExponent)),
      ];
      return fine.map((one, i) => extrapolated(one, coarse[i], family));
    }
    case 'eulerMaruyama':
      return simulated(() => eulerMaruyamaSampler(family, process.dt), fold(seed, branches.eulerMaruyamaExponent));
    case 'sgd':
      return sgd === null ? [] : simulated(() => sgdSampler(sgd), fold(seed, branches.sgdExponent));
  }
}

/** What remains is of order (h·norm)² of the norm, and is added to the interval. */
function extrapolated(fine: Exponent, coarse: Exponent, family: LinearFamily): Exponent {
  const value = 2 * fine.value - coarse.value;
  const reach = widthOf(fine) + widthOf(coarse) / 2 + fineStep ** 2 * familyNorm(family);
  return { ...fine, value, interval: [value - reach, value + reach] };
}

/** The error of second order is a thousandth of the norm, far below what sampling leaves. */
const fineStep = 0.03;

function simulated(samplerOf: () => StepSampler, seed: number): Exponent[] {
  // the smaller exponents are known worse than the first, so that no look may end the run for its sake
  const options = { seed, budget: simulatedSteps, spectrum: true, relativeWidth: 0 };
  const { spectrum, level, method } = productExponent(samplerOf, options);
  return (spectrum ?? []).map((one) => ({ ...one, level, method }));
}

/** A second or two. */
const simulatedSteps = 2 ** 19;
