import { type Expression, fraction, sum } from '../../expression/syntax/expression.js';
import { walkerCount } from '../products/growthMean.js';

/** What the paths that leave a base point are steps of. */
export interface LeavingSteps {
  readonly dt: number;
  readonly hasSde: boolean;
  /** null for an SDE without data */
  readonly learningRate: number | null;
}

/** Steps of all paths from one start that are let go by before anything counts, as many as fields are evaluated. */
export function stepsToLeave(leavingTime: number, { dt, hasSde, learningRate }: LeavingSteps): number {
  const ofSde = hasSde
    ? pilotPaths * (leavingTime / dt + 2 * pilotLength) + (walkerCount * (passes + 1) * leavingTime) / dt
    : 0;
  return ofSde + (learningRate === null ? 0 : (walkerCount * leavingTime) / learningRate);
}

/** A step of dt of the extrapolated walker: two of half of it, itself, and half of one of twice it. */
const passes = 3.5;

/** Starts a little off a base point, to either side of it in every parameter and alternately. */
export function besideBase(base: readonly Expression[], dimension: number): Expression[][] {
  const patterns = dimension === 1 ? sidePatterns.slice(0, 2) : sidePatterns;
  return patterns.map((sideOf) =>
    base.map((value, j) => sum(value, fraction(sideOf(j) * (1 + (j % distinctSizes)), perUnit))),
  );
}

const sidePatterns: readonly ((j: number) => number)[] = [
  () => 1,
  () => -1,
  (j) => (j % 2 === 0 ? 1 : -1),
  (j) => (j % 2 === 0 ? -1 : 1),
];
/** Sizes of the steps off the base, so that no symmetry of the model holds them. */
const distinctSizes = 7;
/** Thousandths: small beside what a nonlinear term needs, and left behind after a few e-folds of the tangential exponent. */
const perUnit = 1000;

/** From a thousandth off the base, e-folds of the tangential exponent after which it is left for good. */
export const foldsToLeave = 20;
/** Steps of one path that leaves a base point, at most: a second or two. */
export const mostStepsToLeave = 2 ** 19;

/** Paths whose states a corrector is fitted to: directions that one does not reach another one may. */
export const pilotPaths = 8;
/** Steps of twice dt of such a path before its states count, and then while they do. */
export const pilotLength = 800;
/** Steps from one such state to the next. */
export const pilotStride = 10;

/** Operations before averages begin, at most: less than half a minute. */
export const mostWorkToLeave = 2 ** 31;
