import { branches, sgdExponentBranch } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { chainExponentOnCircle } from './chain/circleChain.js';
import { eulerMaruyamaChain, type PlanarChain } from './chain/planarChain.js';
import { sgdChain } from './chain/sgdChain.js';
import { sdeExponentOnCircle } from './circle/circle.js';
import { familyAlong, sgdAlong } from './linearisation/alongDirection.js';
import type { EvaluatedLinearisation, SgdLinearisation } from './linearisation/evaluatedLinearisation.js';
import { familyNorm, type LinearFamily } from './matrices/linearFamily.js';
import type { Exponent } from './prediction.js';
import { productExponent } from './products/matrixProduct.js';
import { eulerMaruyamaSampler, sgdSampler } from './products/sgdMatrices.js';
import type { StepSampler } from './products/stepSampler.js';
import { scalarChainExponent, scalarSdeExponent, scalarSgdExponent } from './scalarExponents.js';
import { type DiagonalBlock, diagonalBlocks } from './subspaces/blocks.js';

/** A linearisation in numbers, its common eigenvectors (each k numbers) where there are k of them, and a seed. */
export interface ExponentProblem extends EvaluatedLinearisation {
  readonly directions: readonly (readonly number[])[] | null;
  readonly seed: number;
}

/** λ of the SDE, with what the computation found beside it (theory §5). */
export interface SdeExponent extends Exponent {
  /** Λ⁻, the smallest growth rate that any start has */
  readonly lowest: number;
  /** whether a common invariant subspace was found */
  readonly reducible: boolean;
}

/**
 * λ of the SDE: common eigenvectors first, then common invariant subspaces, then the circle for k = 2, then simulation
 * (theory §5).
 */
export function sdeExponent(problem: ExponentProblem): SdeExponent {
  const { family, exact, codimension, directions, seed } = problem;
  if (directions !== null) {
    const all = directions.map((direction) => scalarSdeExponent(familyAlong(family, direction)));
    return { ...largest(all), lowest: Math.min(...all.map(({ value }) => value)), reducible: all.length > 1 };
  }
  if (codimension === 2) {
    const { value, interval, level, method, lowest, structure } = sdeExponentOnCircle(exact);
    return { value, interval, level, method, lowest, reducible: structure !== 'irreducible' };
  }
  const blocks = diagonalBlocks(problem);
  if (blocks !== null) {
    const all = blocks.map((block) => sdeExponent(blockProblem(block, seed)));
    const starts = all.filter((_, i) => blocks[i].isInvariantSubspace);
    return { ...largest(all), lowest: Math.min(...starts.map(({ lowest }) => lowest)), reducible: true };
  }
  const exponent = simulatedSdeExponent(family, seed);
  return { ...exponent, lowest: exponent.value, reducible: false };
}

/** The exponent of the Euler–Maruyama chain with step dt (theory §6). */
export function eulerMaruyamaExponent(problem: ExponentProblem, dt: number): Exponent {
  const { family, directions, codimension, seed } = problem;
  if (directions !== null) {
    return largest(directions.map((direction) => scalarChainExponent(familyAlong(family, direction), dt)));
  }
  const blocks = codimension > 2 ? diagonalBlocks(problem) : null;
  if (blocks !== null) return largest(blocks.map((block) => eulerMaruyamaExponent(blockProblem(block, seed), dt)));
  const solved = codimension === 2 ? onCircle(eulerMaruyamaChain(family, dt), seed) : null;
  return solved ?? simulated(() => eulerMaruyamaSampler(family, dt), seed, branches.eulerMaruyamaExponent);
}

/** λ_SGD with the share of steps that end on the set at once (theory §6). */
export interface SgdExponent {
  readonly exponent: Exponent;
  /** the probability that a step multiplies a direction by exactly 0 */
  readonly vanishing: number;
}

/** λ_SGD per unit of t = η·step (theory §6); null for an SDE without data. */
export function sgdExponent(problem: ExponentProblem): SgdExponent | null {
  const { sgd, directions, seed } = problem;
  if (sgd === null) return null;
  if (directions !== null) {
    const all = directions.map((direction, i) => {
      const along = sgdAlong(sgd, direction);
      return scalarSgdExponent(along) ?? { ...wholeSgdExponent(along, seed, i), vanishing: 0 };
    });
    return { exponent: largest(all), vanishing: Math.max(...all.map(({ vanishing }) => vanishing)) };
  }
  const blocks = diagonalBlocks(problem);
  if (blocks !== null) {
    const all = blocks.flatMap((block) => sgdExponent(blockProblem(block, seed)) ?? []);
    const exponent = largest(all.map((one) => one.exponent));
    return { exponent, vanishing: Math.max(...all.map(({ vanishing }) => vanishing)) };
  }
  return { exponent: wholeSgdExponent(sgd, seed, 0), vanishing: 0 };
}

function blockProblem(block: DiagonalBlock, seed: number): ExponentProblem {
  return { ...block, directions: block.codimension === 1 ? [[1]] : null, seed };
}

/** λ_SGD of a linearisation that is not cut into blocks: of plane chains on the circle, which a momentum with k = 1 is. */
function wholeSgdExponent(sgd: SgdLinearisation, seed: number, direction: number): Exponent {
  const chain = sgdChain(sgd);
  const solved = chain !== null && chain.components[0].mean.length === 2 ? onCircle(chain, seed) : null;
  return solved ?? simulated(() => sgdSampler(sgd), seed, sgdExponentBranch(direction));
}

/** A chain on the circle, a digit beyond what an ensemble measures, in a fraction of a second. */
function onCircle(chain: PlanarChain, seed: number): Exponent | null {
  const found = chainExponentOnCircle(chain, { tolerance: 1e-4, seed });
  return found && { value: found.value, interval: found.interval, level: found.level, method: found.method };
}

function simulated(samplerOf: () => StepSampler, seed: number, branch: number): Exponent {
  const { value, interval, level, method } = productExponent(samplerOf, {
    seed: fold(seed, branch),
    budget: simulatedSteps,
  });
  return { value, interval, level, method };
}

/** A second at most for each exponent that has to be simulated. */
const simulatedSteps = 2 ** 18;

/**
 * λ of the SDE from its Euler–Maruyama chains of two steps, h and 2h: 2λ_h − λ_2h, in which the error of first order in
 * h cancels. What is left is of order (h·norm)² of the norm, a ten-thousandth, and is added to the interval.
 */
function simulatedSdeExponent(family: LinearFamily, seed: number): Exponent {
  const norm = familyNorm(family);
  if (norm === 0) return { value: 0, interval: [0, 0], level: 1, method: 'closed-form' };
  const step = fineStep / norm;
  const fine = simulated(() => eulerMaruyamaSampler(family, step), seed, branches.sdeExponent);
  const coarse = simulated(() => eulerMaruyamaSampler(family, 2 * step), seed, branches.coarseSdeExponent);
  const value = 2 * fine.value - coarse.value;
  const reach =
    fine.interval[1] - fine.interval[0] + (coarse.interval[1] - coarse.interval[0]) / 2 + fineStep ** 2 * norm;
  return { value, interval: [value - reach, value + reach], level: fine.level, method: 'simulation' };
}

const fineStep = 0.01;

/** The exponent of generic starts: the largest over the directions, each known up to its interval. */
function largest(exponents: readonly Exponent[]): Exponent {
  const top = exponents.reduce((best, one) => (one.value > best.value ? one : best));
  return {
    value: top.value,
    interval: [
      Math.max(...exponents.map(({ interval }) => interval[0])),
      Math.max(...exponents.map(({ interval }) => interval[1])),
    ],
    level: Math.min(...exponents.map(({ level }) => level)),
    method: top.method,
  };
}
