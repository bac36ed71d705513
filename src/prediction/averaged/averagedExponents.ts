import { type Expression, symbolsOf } from '../../expression/syntax/expression.js';
import type { Model } from '../../model/model.js';
import { branches } from '../../numeric/branches.js';
import { stepStream } from '../../numeric/normalStream.js';
import { fold, randomStream } from '../../numeric/random.js';
import { deriveBaseDynamics } from '../../symbolic/baseDynamics.js';
import type { Derivation, EigenDirection } from '../../symbolic/derivation.js';
import { largestOf, signWithin } from '../interval.js';
import type { SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { numericDirections } from '../linearisation/numericDirections.js';
import type { Exponent, TangentialExponents } from '../prediction.js';
import { periodAlong } from './commonPeriod.js';
import { densityAverage } from './densityAverage.js';
import { fieldsAlong } from './fieldsAlong.js';
import { fitCorrector } from './jointCorrector.js';
import { type JointFields, jointFields } from './jointFields.js';
import { JointChainWalker, JointSgdWalker } from './jointWalkers.js';
import { besideBase, foldsToLeave, mostStepsToLeave, mostWorkToLeave, stepsToLeave } from './leavingBase.js';
import { memoryOf, pilotOf, simulatedChain, simulatedSde } from './simulatedAverage.js';

/** Exponents along the moving base point; null where a process does not apply or has none. */
export interface AveragedExponents {
  readonly sde: Exponent | null;
  readonly eulerMaruyama: Exponent | null;
  readonly sgd: Exponent | null;
}

/** What is averaged over, besides the model. */
export interface AveragingOptions {
  readonly seed: number;
  /** whether the parameters alone follow an SDE, which they do without momentum */
  readonly hasSde: boolean;
  /** null for an SDE without data */
  readonly sgd: SgdLinearisation | null;
  readonly tangential: TangentialExponents | null;
  /** whether the Euler–Maruyama chain is wanted where there is an SDE; true unless given */
  readonly hasChain?: boolean;
  /** which part of the usual steps is made, up to 1; all unless given */
  readonly share?: number;
}

const none: AveragedExponents = { sde: null, eulerMaruyama: null, sgd: null };

/**
 * The exponents along the moving base point, from base point and direction carried along together (theory §5): of the SDE,
 * extrapolated to steps of 0, of its Euler–Maruyama chain at the file's dt, and of SGD.
 *
 * Null, with a remark, for a process whose base point leaves every bound. From a base that rests, though not stably, starts on
 * different sides of it must agree on the sign: else where the process goes is a matter of chance.
 */
export function averagedExponents(
  model: Model,
  { set, linearisation, eigenDirections }: Derivation,
  options: AveragingOptions,
  remarks: string[],
): AveragedExponents {
  if (linearisation === null) return none;
  const { seed, hasSde, tangential, hasChain = true, share = 1 } = options;
  const isDecoupled = (options.sgd?.decoupledDecay ?? 0) !== 0;
  if (isDecoupled) remarks.push('no average over a moving base is computed beside a decoupled decay');
  const sgd = isDecoupled ? null : options.sgd;
  if (!hasSde && sgd === null) return none;
  const { dt, averagingSteps } = model.simulation;
  const rate = (hasSde ? tangential?.sde : tangential?.sgd)?.interval[0] ?? 0;
  const leavingTime = linearisation.baseMoves ? 0 : foldsToLeave / rate;
  const longest = mostStepsToLeave * (hasSde || sgd === null ? dt : sgd.learningRate);
  if (!(leavingTime >= 0 && leavingTime <= longest)) {
    remarks.push('the process leaves the base point too slowly, if at all, for an average over where it goes');
    return none;
  }
  const dynamics = deriveBaseDynamics(model, set);
  const whole = jointFields(model, linearisation, dynamics);
  const directions = fixedDirections(model, set.base, eigenDirections, dynamics.free);
  const parts = directions === null ? [whole] : fieldsAlong(whole, directions);
  const starts = linearisation.baseMoves ? [set.base] : besideBase(set.base, dynamics.free.length);
  const steps = stepsToLeave(leavingTime, { dt, hasSde, learningRate: sgd?.learningRate ?? null });
  const workToLeave = starts.length * parts.length * steps * whole.work;
  if (workToLeave > mostWorkToLeave) {
    remarks.push(
      `an average over where the process goes starts once it has left the base point, after ${workToLeave.toExponential(1)} operations, which are not made`,
    );
    return none;
  }
  const usual = Math.min(averagingSteps, Math.floor(mostWork / whole.work));
  const budget = Math.min(averagingSteps, Math.max(fewestSteps, Math.floor(share * usual)));
  const sides = fold(seed, branches.besideBase);
  const period = periodAlong(model, linearisation, dynamics);
  const ofPart = (fields: JointFields, start: readonly Expression[], branch: number): AveragedExponents => {
    const still = { fields, dt, start: fields.startAt(start), leavingTime, seed: fold(sides, branch), budget };
    const pilot = hasSde ? pilotOf(still) : null;
    const corrector = pilot && fitCorrector(fields, pilot.states);
    const drifts = corrector === null ? [] : pilot?.states.map((state) => corrector.drift(state));
    const memory = corrector && pilot && memoryOf(corrector, pilot.states);
    const path = { ...still, width: usefulWidth * rootMeanSquare(drifts ?? []), memory };
    const isLine = fields.baseDimension === 1 && fields.codimension === 1;
    // a chain may leave where the SDE is defined, and the SDE not
    const states = pilot?.states ?? [{ a: still.start, u: unit }];
    const density = isLine && hasSde ? densityAverage(fields, states, period) : null;
    if (density === 'wanders') return none;
    if (pilot && density && density.seen < nearlyAll) remarks.push(unseenText(density.seen));
    const isSeen = density !== null && density.seen >= mostlySeen;
    // a well that paths leave within some horizons is no well
    const patient = memory && density && { ...memory, time: Math.max(memory.time, model.simulation.horizon) };
    const ofPaths = isSeen
      ? null
      : corrector && pilot && simulatedSde({ ...path, memory: patient ?? memory }, pilot.step, corrector);
    // what no horizon sees is no part of the average, unless the paths are merely slow
    const isHeld = density !== null && (ofPaths === null || holds(ofPaths.interval, density.exponent.interval));
    const ofChain = { branch: branches.eulerMaruyamaAveraged, step: dt, duration: dt, period: 1, cost: 1 };
    const isBounded = pilot !== null && 2 * pilot.step >= dt;
    const inEpochs = sgd?.noises.some((noise) => noise.kind === 'batch' && noise.sampling === 'epochs') ?? false;
    const step = sgd?.learningRate ?? 0;
    const ofSgd = { branch: branches.sgdAveraged, step, duration: step, period: sgd ? passOf(sgd) : 1, cost: 1 };
    return {
      sde: isHeld ? density.exponent : ofPaths,
      eulerMaruyama:
        hasChain && isBounded
          ? simulatedChain(
              path,
              ofChain,
              (from, ...stream) => new JointChainWalker(fields, corrector, from, dt, stepStream(...stream)),
            )
          : null,
      sgd:
        sgd &&
        simulatedChain(
          path,
          ofSgd,
          (from, ...stream) =>
            new JointSgdWalker(fields, sgd, inEpochs ? null : corrector, from, randomStream(...stream)),
        ),
    };
  };
  const found = starts.map((start, branch) => parts.map((fields) => ofPart(fields, start, branch)));
  const left: string[] = [];
  const over = (process: keyof AveragedExponents, name: string): Exponent | null => {
    const ofStarts = found.map((ofParts) => {
      const exponents = ofParts.map((one) => one[process]).filter((one) => one !== null);
      return exponents.length < ofParts.length ? null : largestOf(exponents);
    });
    const complete = ofStarts.filter((one) => one !== null);
    if (complete.length === ofStarts.length) return agreed(complete, remarks);
    left.push(name);
    return null;
  };
  const averages = {
    sde: hasSde ? over('sde', 'the SDE') : null,
    eulerMaruyama: hasSde && hasChain ? over('eulerMaruyama', 'its Euler-Maruyama chain') : null,
    sgd: sgd && over('sgd', 'SGD'),
  };
  if (left.length > 0) {
    remarks.push(
      `the base point of ${left.join(' and ')} leaves every bound along the set, so there is no average over its dynamics`,
    );
  }
  return averages;
}

/** The direction of a single coordinate. */
const unit = Float64Array.of(1);
/** An average known to half a per cent of the size of what is averaged needs no more steps, whatever its sign. */
const usefulWidth = 5e-3;
/** Operations of one average: some seconds of a large model, which gets by with fewer steps. */
const mostWork = 2 ** 28;
/** For an interval at all. */
const fewestSteps = 2 ** 12;

/** Of the stationary law of the base point, the share that its paths see where one mean tells of all. */
const mostlySeen = 0.8;
/** What is less is said. */
const nearlyAll = 0.95;

function unseenText(seen: number): string {
  const share = Math.floor(100 * (1 - seen));
  return `${share} % of the stationary law of the base point lies where the first paths from it did not come: averages that are simulated may be without it, as runs are`;
}

/** Steps of SGD after which the law of its draws repeats. */
function passOf({ noises, sampleCurvature }: SgdLinearisation): number {
  return noises.reduce(
    (period, noise) =>
      noise.kind === 'batch' && noise.sampling === 'epochs'
        ? period * Math.ceil(sampleCurvature.length / noise.batch)
        : period,
    1,
  );
}

/** Common eigenvectors at all base points, k numbers each; null where there are not k, or they turn with the base point. */
function fixedDirections(
  model: Model,
  base: readonly Expression[],
  directions: readonly EigenDirection[] | null,
  free: readonly string[],
): number[][] | null {
  const turns = (entry: Expression): boolean => symbolsOf(entry).some((name) => free.includes(name));
  if (directions === null || directions.some(({ direction }) => direction.some(turns))) return null;
  return numericDirections(model, directions, base);
}

/** What holds for every one of some exponents of one kind; null, with a remark, where their signs differ. */
function agreed(exponents: readonly Exponent[], remarks: string[]): Exponent | null {
  const signs = new Set(exponents.map(({ interval }) => signWithin(interval)));
  const values = exponents.map(({ value }) => value);
  if (signs.size > 1) {
    remarks.push(
      `where the process goes along the set depends on where it leaves the base point: the averaged exponents are ${values.map((value) => Number(value.toPrecision(3))).join(', ')}`,
    );
    return null;
  }
  return {
    ...exponents[0],
    value: [...values].sort((a, b) => a - b)[values.length >> 1],
    interval: [
      Math.min(...exponents.map(({ interval }) => interval[0])),
      Math.max(...exponents.map(({ interval }) => interval[1])),
    ],
  };
}

function holds([low, high]: Exponent['interval'], [first, last]: Exponent['interval']): boolean {
  return low <= first && last <= high;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, x) => total + x * x, 0) / Math.max(1, values.length));
}
