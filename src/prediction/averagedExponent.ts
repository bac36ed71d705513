import { type Expression, fraction, sum } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';
import { branches } from '../numeric/branches.js';
import { fold, type RandomStream, randomStream } from '../numeric/random.js';
import { deriveBaseDynamics } from '../symbolic/baseDynamics.js';
import type { Derivation } from '../symbolic/derivation.js';
import type { Exponent, TangentialExponents } from './prediction.js';
import { type JointSampler, jointSampler } from './products/jointSampler.js';
import { productExponent } from './products/matrixProduct.js';

/**
 * The exponent along the moving base point, from base point and direction simulated jointly at the file's dt (theory §5);
 * null when the base point leaves every bound. From a base that rests, though not stably, starts on different sides of it
 * must agree on the sign: else where the process goes is a matter of chance.
 */
export function averagedExponent(
  model: Model,
  { set, linearisation }: Derivation,
  tangential: TangentialExponents | null,
  seed: number,
  remarks: string[],
): Exponent | null {
  if (linearisation === null) return null;
  const { dt } = model.simulation;
  const leaving = linearisation.baseMoves ? 0 : Math.ceil(foldsToLeave / (dt * (tangential?.sde?.interval[0] ?? 0)));
  if (!(leaving >= 0 && leaving <= mostStepsToLeave)) {
    remarks.push('the process leaves the base point too slowly, if at all, for an average over where it goes');
    return null;
  }
  const dynamics = deriveBaseDynamics(model, set);
  const starts = linearisation.baseMoves ? [set.base] : besideBase(set.base, dynamics.free.length);
  const found: Exponent[] = [];
  for (const [branch, start] of starts.entries()) {
    const samplers: JointSampler[] = [];
    const samplerOf = (): JointSampler => {
      const sampler = jointSampler(model, start, linearisation, dynamics, dt);
      leaveBase(sampler, leaving, randomStream(fold(seed, branches.leavingBase), branch));
      samplers.push(sampler);
      return sampler;
    };
    const { work } = jointSampler(model, start, linearisation, dynamics, dt);
    const budget = Math.min(averagingSteps, Math.max(fewestSteps, Math.floor(mostWork / work)));
    const one = productExponent(samplerOf, {
      seed: linearisation.baseMoves ? seed : fold(fold(seed, branches.besideBase), branch),
      budget,
    });
    if (samplers.some((sampler) => sampler.hasLeft()) || !Number.isFinite(one.value)) {
      remarks.push('the base point leaves every bound along the set, so there is no average over its dynamics');
      return null;
    }
    found.push({ value: one.value, interval: one.interval, level: one.level, method: one.method });
  }
  const signs = new Set(found.map(({ interval }) => (interval[1] < 0 ? -1 : interval[0] > 0 ? 1 : 0)));
  if (signs.size > 1) {
    remarks.push(
      `where the process goes along the set depends on where it leaves the base point: the averaged exponents are ${found.map(({ value }) => Number(value.toPrecision(3))).join(', ')}`,
    );
    return null;
  }
  return hull(found);
}

/** Starts a little off a base point, to either side of it in every parameter and alternately. */
function besideBase(base: readonly Expression[], dimension: number): Expression[][] {
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

/** Moves the base point along for a number of steps. */
function leaveBase(sampler: JointSampler, steps: number, stream: RandomStream): void {
  const matrix = new Float64Array(sampler.dimension ** 2);
  for (let step = 0; step < steps && !sampler.hasLeft(); step++) sampler.draw(stream, matrix, step);
}

/** From a thousandth off the base, e-folds of the tangential exponent after which it is left for good. */
const foldsToLeave = 20;
/** A second or two. */
const mostStepsToLeave = 2 ** 19;

/** What holds for every one of some exponents of one kind. */
function hull(exponents: readonly Exponent[]): Exponent {
  const values = exponents.map(({ value }) => value).sort((a, b) => a - b);
  return {
    ...exponents[0],
    value: values[values.length >> 1],
    interval: [
      Math.min(...exponents.map(({ interval }) => interval[0])),
      Math.max(...exponents.map(({ interval }) => interval[1])),
    ],
  };
}

/** A second or two; where the sign needs more, the interval says so. */
const averagingSteps = 2 ** 18;
/** Names that are looked up in all steps: some seconds of a large model, which gets by with fewer steps. */
const mostWork = 2 ** 29;
/** For an interval at all. */
const fewestSteps = 2 ** 12;
