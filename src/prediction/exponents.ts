import { decisiveLevel } from '../model/evidence.js';
import { branches } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { chainExponentOnCircle } from './chain/circleChain.js';
import { deterministicGrowth } from './chain/deterministicGrowth.js';
import { extrapolatedSdeExponent } from './chain/extrapolatedSde.js';
import { eulerMaruyamaChain, type PlanarChain } from './chain/planarChain.js';
import { sgdChain } from './chain/sgdChain.js';
import { sdeExponentOnCircle } from './circle/circle.js';
import { cutTo, excludesZero, largestOf, widthOf } from './interval.js';
import { familyAlong, sgdAlong, sgdInCoordinates } from './linearisation/alongDirection.js';
import type { EvaluatedLinearisation, SgdLinearisation } from './linearisation/evaluatedLinearisation.js';
import { balancedFamily, balancingTransform } from './matrices/balance.js';
import { familyNorm, type LinearFamily } from './matrices/linearFamily.js';
import { inCoordinates } from './matrices/smallMatrix.js';
import type { Exponent } from './prediction.js';
import type { Corrector } from './products/directionStep.js';
import { productExponent } from './products/matrixProduct.js';
import { eulerMaruyamaSampler, sgdSampler } from './products/sgdMatrices.js';
import type { StepSampler } from './products/stepSampler.js';
import { vanishesInFewSteps } from './products/vanishingProduct.js';
import { scalarChainExponent, scalarSdeExponent, scalarSgdExponent } from './scalarExponents.js';
import { chainExponentOnSphere } from './sphere/chainOnSphere.js';
import { affordable, correctorOnSphere, sdeExponentOnSphere } from './sphere/sdeOnSphere.js';
import { type DiagonalBlock, diagonalBlocks } from './subspaces/blocks.js';

/** A linearisation in numbers, its common eigenvectors (each k numbers) where there are k of them, a seed, and the aim. */
export interface ExponentProblem extends EvaluatedLinearisation {
  readonly directions: readonly (readonly number[])[] | null;
  readonly seed: number;
  /** whether an interval that excludes 0 is enough, however wide; not unless given */
  readonly signOnly?: boolean | undefined;
}

/** λ of the SDE, with what the computation found beside it (theory §5). */
export interface SdeExponent extends Exponent {
  /** Λ⁻, the smallest growth rate that any start has */
  readonly lowest: number;
  /** whether a common invariant subspace was found */
  readonly reducible: boolean;
}

/**
 * λ of the SDE: common eigenvectors first, then common invariant subspaces, then the circle for k = 2, then the sphere
 * (theory §5).
 */
export function sdeExponent(problem: ExponentProblem): SdeExponent {
  const { family, exact, codimension, directions, seed, signOnly } = problem;
  if (codimension === 1) {
    const alone = scalarSdeExponent(family);
    return { ...alone, lowest: alone.value, reducible: false };
  }
  if (codimension === 2 && directions === null) {
    const { value, interval, level, method, lowest, structure } = sdeExponentOnCircle(exact, signOnly);
    const enclosed = { value, interval, level, method };
    if (structure !== 'irreducible') return { ...enclosed, lowest, reducible: true };
    const isNarrow = widthOf(enclosed) <= Math.max(wide * Math.abs(value), useless * familyNorm(family));
    const isEnough = isNarrow || (signOnly && excludesZero(enclosed));
    const exponent = isEnough ? enclosed : within(enclosed, extrapolatedSdeExponent(family));
    return { ...exponent, lowest: exponent.value, reducible: false };
  }
  const parts = partsOf(problem);
  if (parts !== null) {
    const all = parts.map(sdeExponent);
    const starts = all.filter((_, i) => parts[i].isInvariantSubspace);
    return { ...largestOf(all), lowest: Math.min(...starts.map(({ lowest }) => lowest)), reducible: true };
  }
  const exponent = sdeExponentOnSphere(balancedFamily(family), seed, signOnly);
  return { ...exponent, lowest: exponent.value, reducible: false };
}

/** The part of an enclosure, which is certain, that a narrower interval leaves. */
function within(enclosed: Exponent, found: Exponent | null): Exponent {
  if (found === null || widthOf(found) >= widthOf(enclosed)) return enclosed;
  return cutTo(found, enclosed.interval) ?? enclosed;
}

/** Ensembles measure a growth rate to some per cent. */
const wide = 0.01;
/** Relative to the norm: what lies closer to 0 no second method decides. */
const useless = 1e-5;

/** The exponent of the Euler–Maruyama chain with step dt (theory §6). */
export function eulerMaruyamaExponent(problem: ExponentProblem, dt: number): Exponent {
  const { family, directions, codimension } = problem;
  if (codimension === 1) return scalarChainExponent(family, dt);
  const parts = codimension === 2 && directions === null ? null : partsOf(problem);
  if (parts !== null) return largestOf(parts.map((part) => eulerMaruyamaExponent(part, dt)));
  if (codimension > 2) return eulerMaruyamaExponentOnSphere(balancedFamily(family), dt, problem);
  const solved = onCircle(eulerMaruyamaChain(family, dt), problem);
  return solved ?? simulated(() => eulerMaruyamaSampler(family, dt), problem, branches.eulerMaruyamaExponent);
}

/** λ_SGD with the share of steps that end on the set at once (theory §6). */
export interface SgdExponent {
  readonly exponent: Exponent;
  /** the probability that a step multiplies a direction by exactly 0 */
  readonly vanishing: number;
}

/** λ_SGD per unit of t = η·step (theory §6); null for an SDE without data. */
export function sgdExponent(problem: ExponentProblem): SgdExponent | null {
  const { sgd, codimension } = problem;
  if (sgd === null) return null;
  const alone = codimension === 1 ? scalarSgdExponent(sgd) : null;
  if (alone !== null) {
    const { vanishing, ...exponent } = alone;
    return { exponent, vanishing };
  }
  const parts = partsOf(problem)?.flatMap((part) => sgdExponent(part) ?? []);
  if (parts === undefined) return { exponent: wholeSgdExponent(sgd, problem), vanishing: 0 };
  const exponent = largestOf(parts.map((part) => part.exponent));
  return { exponent, vanishing: Math.max(...parts.map(({ vanishing }) => vanishing)) };
}

/** A problem of fewer coordinates, and whether it is that of an invariant subspace. */
type Part = ExponentProblem & Pick<DiagonalBlock, 'isInvariantSubspace'>;

/** The same question along common eigenvectors, else of the diagonal blocks along invariant subspaces; null where there are none. */
export function partsOf(problem: ExponentProblem): readonly Part[] | null {
  const { directions, codimension, family, sgd, seed, signOnly } = problem;
  if (codimension === 1) return null;
  if (directions === null) {
    return diagonalBlocks(problem)?.map((block) => ({ ...block, directions: null, seed, signOnly })) ?? null;
  }
  return directions.map((direction) => ({
    ...problem,
    codimension: 1,
    family: familyAlong(family, direction),
    sgd: sgd && sgdAlong(sgd, direction),
    directions: null,
    isInvariantSubspace: true,
  }));
}

/** How an exponent is computed, whatever the matrices. */
type Aim = Pick<ExponentProblem, 'seed' | 'signOnly'>;

/**
 * λ_SGD of a linearisation that is not cut into blocks: −∞ where a few steps have the product 0; of one matrix by its powers, in the plane, where one coordinate with
 * momentum is, on the circle, else by simulation; of several coordinates without momentum against the SDE's corrector.
 */
function wholeSgdExponent(sgd: SgdLinearisation, problem: ExponentProblem): Exponent {
  const chain = sgdChain(sgd);
  const [{ mean, noise }, ...others] = chain?.components ?? [{ mean: [], noise: [] }];
  const fixed = chain?.components.filter((one) => one.noise.length === 0).map((one) => one.mean) ?? [];
  if (vanishesInFewSteps(fixed)) {
    return { value: -Infinity, interval: [-Infinity, -Infinity], level: decisiveLevel, method: 'sum' };
  }
  const solved = chain !== null && mean.length === 2 ? onCircle(chain, problem) : null;
  if (solved !== null) return solved;
  const { learningRate, momentum } = sgd;
  if (mean.length > 2 && others.length === 0 && noise.every((matrix) => matrix.flat().every((entry) => entry === 0))) {
    const { value, error } = deterministicGrowth(mean);
    const interval = [(value - error) / learningRate, (value + error) / learningRate] as const;
    return { value: value / learningRate, interval, level: decisiveLevel, method: 'closed-form' };
  }
  const { family, codimension } = problem;
  if (momentum !== 0 || codimension === 1) return simulated(() => sgdSampler(sgd), problem, branches.sgdExponent);
  const moved = sgdInCoordinates(sgd, inCoordinates(balancingTransform(family)));
  const balanced = balancedFamily(family);
  const onSphere = chain && solvedOnSphere(sgdChain(moved), balanced, problem);
  return onSphere ?? simulated(() => sgdSampler(moved), problem, branches.sgdExponent, correctorOnSphere(balanced));
}

/** A chain of three or four coordinates on the sphere; null where its interval will not do. */
function solvedOnSphere(chain: PlanarChain | null, family: LinearFamily, { signOnly }: Aim): Exponent | null {
  const enough = sphereWidth * familyNorm(family);
  return (
    chain &&
    chainExponentOnSphere(chain, (found) => widthOf(found) <= enough || (signOnly === true && excludesZero(found)))
  );
}

/** Relative to the norm: a digit or two beyond what paths tell. */
const sphereWidth = 1e-4;

/**
 * The exponent of an Euler–Maruyama chain of k ≥ 3 coordinates on the sphere, else by simulation against the SDE's corrector. Of steps so short
 * that a path would take too many, it is on the line between the SDE's and that of a longer step.
 */
function eulerMaruyamaExponentOnSphere(family: LinearFamily, dt: number, aim: Aim): Exponent {
  const norm = familyNorm(family);
  const solved = solvedOnSphere(eulerMaruyamaChain(family, dt), family, aim);
  if (solved !== null) return solved;
  const step = Math.max(dt, shortestStep / Math.max(norm, Number.MIN_VALUE));
  const corrector = correctorOnSphere(family);
  const found = simulated(() => eulerMaruyamaSampler(family, step), aim, branches.eulerMaruyamaExponent, corrector);
  if (step === dt) return found;
  const limit = sdeExponentOnSphere(family, aim.seed);
  const share = dt / step;
  const between = (first: number, second: number): number => first + share * (second - first);
  // the line's own error: of second order, or what it is off where the step's is of order ½
  const curvature = share * shortestStep ** 2 * norm + (Math.sqrt(share) - share) * Math.abs(found.value - limit.value);
  return {
    ...found,
    value: between(limit.value, found.value),
    interval: [
      between(limit.interval[0], found.interval[0]) - curvature,
      between(limit.interval[1], found.interval[1]) + curvature,
    ],
  };
}

/** Relative to the norm: steps that are shorter make paths too short. */
const shortestStep = 0.01;

/** A chain on the circle, a digit beyond what an ensemble measures, in a fraction of a second. */
function onCircle(chain: PlanarChain, { seed, signOnly = false }: Aim): Exponent | null {
  return chainExponentOnCircle(chain, { tolerance: 1e-4, seed, signOnly });
}

function simulated(
  samplerOf: () => StepSampler,
  { seed, signOnly }: Aim,
  branch: number,
  corrector: Corrector | null = null,
): Exponent {
  const { value, interval, level, method } = productExponent(samplerOf, {
    seed: fold(seed, branch),
    budget: affordable(signOnly ? signSteps : simulatedSteps, samplerOf().dimension),
    corrector,
    relativeWidth: signOnly ? Infinity : usefulWidth,
  });
  return { value, interval, level, method };
}

/** A second at most for each exponent that has to be simulated. */
const simulatedSteps = 2 ** 18;
/** A sign that so many leave open is next to a zero. */
const signSteps = 2 ** 16;
/** Of the half-width to |λ|: more steps than it takes tell nothing that an ensemble could see. */
const usefulWidth = 0.01;
