import { spend } from '../../arithmetic/work.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { symbolsOf } from '../../expression/syntax/expressionTree.js';
import type { Model } from '../../model/model.js';
import { branches } from '../../numeric/branches.js';
import { fold, type RandomStream, randomStream } from '../../numeric/random.js';
import { deriveBaseDynamics } from '../../symbolic/baseDynamics.js';
import type { Derivation, EigenDirection } from '../../symbolic/derivation.js';
import { largestExponent } from '../exponents.js';
import type { SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { numericDirections } from '../linearisation/numericDirections.js';
import type { Exponent, TangentialExponents } from '../prediction.js';
import { meanGrowth } from '../products/growthMean.js';
import { periodAlong } from './commonPeriod.js';
import { densityAverage } from './densityAverage.js';
import { fieldsAlong } from './fieldsAlong.js';
import { fitCorrector, type JointState } from './jointCorrector.js';
import { type JointFields, jointFields } from './jointFields.js';
import { ExtrapolatedWalker, JointChainWalker, JointSgdWalker, type JointWalker } from './jointWalkers.js';
import {
  besideBase,
  foldsToLeave,
  mostStepsToLeave,
  mostWorkToLeave,
  pilotLength,
  pilotPaths,
  pilotStride,
  stepsToLeave,
} from './leavingBase.js';

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
 * Null, with a remark, when the base point leaves every bound. From a base that rests, though not stably, starts on
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
  const ofPart = (fields: JointFields, start: readonly Expression[], branch: number): AveragedExponents | null => {
    const path = { fields, dt, start: fields.startAt(start), leavingTime, seed: fold(sides, branch) };
    const pilot = hasSde ? pilotStates(path) : [];
    if (pilot === null) return null;
    const corrector = hasSde ? fitCorrector(fields, pilot) : null;
    const width = usefulWidth * (corrector === null ? 0 : rootMeanSquare(pilot.map((state) => corrector.drift(state))));
    const averageOf = (kind: Pick<Averaging, 'branch' | 'step' | 'duration' | 'period' | 'cost'>, walkerOf: WalkerOf) =>
      average({ ...kind, path, budget, width }, walkerOf);
    const solved =
      corrector && fields.baseDimension === 1 && fields.codimension === 1
        ? densityAverage(fields, pilot, periodAlong(model, linearisation, dynamics))
        : null;
    const sde =
      solved ??
      (corrector &&
        averageOf(
          {
            branch: branches.sdeAveraged,
            step: ExtrapolatedWalker.stride * dt,
            duration: 1,
            period: 1,
            cost: ExtrapolatedWalker.stride,
          },
          (from, stream) => new ExtrapolatedWalker(fields, corrector, from, dt, stream),
        ));
    const chain =
      hasChain &&
      corrector &&
      averageOf(
        { branch: branches.eulerMaruyamaAveraged, step: dt, duration: dt, period: 1, cost: 1 },
        (from, stream) => new JointChainWalker(fields, corrector, from, dt, stream),
      );
    const inEpochs = sgd?.noises.some((noise) => noise.kind === 'batch' && noise.sampling === 'epochs') ?? false;
    const step = sgd?.learningRate ?? 0;
    const ofSgd =
      sgd &&
      averageOf(
        { branch: branches.sgdAveraged, step, duration: step, period: passOf(sgd), cost: 1 },
        (from, stream) => new JointSgdWalker(fields, sgd, inEpochs ? null : corrector, from, stream),
      );
    const wanted = [...(hasSde ? [sde, chain] : []), ...(sgd === null ? [] : [ofSgd])];
    return wanted.includes(null) ? null : { sde, eulerMaruyama: chain || null, sgd: ofSgd };
  };
  const found = starts.map((start, branch) => {
    const ofParts = parts.map((fields) => ofPart(fields, start, branch)).filter((one) => one !== null);
    return ofParts.length < parts.length ? null : largestOf(ofParts);
  });
  const complete = found.filter((one) => one !== null);
  if (complete.length < found.length) {
    remarks.push('the base point leaves every bound along the set, so there is no average over its dynamics');
    return none;
  }
  return {
    sde: agreed(
      complete.map(({ sde }) => sde),
      remarks,
    ),
    eulerMaruyama: agreed(
      complete.map(({ eulerMaruyama }) => eulerMaruyama),
      remarks,
    ),
    sgd: agreed(
      complete.map((one) => one.sgd),
      remarks,
    ),
  };
}

/** An average known to half a per cent of the size of what is averaged needs no more steps, whatever its sign. */
const usefulWidth = 5e-3;
/** Operations of a step program in a unit of work. */
const operationsOfWork = 200;
/** Operations of one average: some seconds of a large model, which gets by with fewer steps. */
const mostWork = 2 ** 28;
/** For an interval at all. */
const fewestSteps = 2 ** 12;

/** Beyond this only a sign that is not decided is worth steps. */
const enoughSteps = 2 ** 17;

interface Path {
  readonly fields: JointFields;
  readonly dt: number;
  readonly start: Float64Array;
  /** time that is let go by before anything counts */
  readonly leavingTime: number;
  readonly seed: number;
}

/** States that some Euler–Maruyama paths meet in their second halves; null when the base point leaves every bound. */
function pilotStates({ fields, dt, start, leavingTime, seed }: Path): JointState[] | null {
  const states: JointState[] = [];
  const burnIn = Math.ceil(leavingTime / dt) + pilotLength;
  for (let path = 0; path < pilotPaths; path++) {
    const stream = randomStream(fold(seed, branches.leavingBase), path);
    const walker = new JointChainWalker(fields, null, start, dt, stream);
    for (let i = 0; i < burnIn + pilotLength; i++) {
      walker.advance();
      if (walker.hasLeft) return null;
      const { a, u } = walker.state;
      if (i >= burnIn && i % pilotStride === 0) states.push({ a: a.slice(), u: u.slice() });
    }
  }
  return states;
}

interface Averaging {
  readonly path: Path;
  readonly branch: number;
  /** time t of one advance */
  readonly step: number;
  /** what its growth is divided by: the same, or 1 where an advance tells a rate */
  readonly duration: number;
  readonly period: number;
  /** steps of the file's dt, or of SGD, in an advance */
  readonly cost: number;
  readonly budget: number;
  readonly width: number;
}

type WalkerOf = (start: Float64Array, stream: RandomStream) => JointWalker;

/** The mean growth of walkers from beside a base point; null when one of them leaves every bound. */
function average(
  { path, branch, step, duration, period, cost, budget, width }: Averaging,
  walkerOf: WalkerOf,
): Exponent | null {
  const { start, leavingTime, seed } = path;
  const walkers: JointWalker[] = [];
  const started = (index: number): JointWalker => {
    const walker = walkerOf(start, randomStream(fold(seed, branch), index));
    const leaving = Math.ceil(leavingTime / step);
    for (let i = 0; i < leaving && !walker.hasLeft; i++) {
      spend(work);
      walker.advance();
    }
    walkers.push(walker);
    return walker;
  };
  const work = cost * (1 / 2 + path.fields.work / operationsOfWork);
  const kind = { rates: 1, duration, period, rounding: Number.EPSILON / duration, work };
  const { rates, level } = meanGrowth(started, kind, {
    budget: Math.floor(budget / cost),
    width,
    enoughSteps: enoughSteps / cost,
  });
  const [{ value, interval }] = rates;
  if (walkers.some(({ hasLeft }) => hasLeft) || !Number.isFinite(value)) return null;
  return { value, interval, level, method: 'simulation' };
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

/** Of generic starts: process by process the largest over the directions. */
function largestOf(all: readonly AveragedExponents[]): AveragedExponents {
  const largest = (of: (one: AveragedExponents) => Exponent | null): Exponent | null => {
    const exponents = all.map(of).filter((one) => one !== null);
    return exponents.length === 0 ? null : largestExponent(exponents);
  };
  return {
    sde: largest((one) => one.sde),
    eulerMaruyama: largest((one) => one.eulerMaruyama),
    sgd: largest((one) => one.sgd),
  };
}

/** What holds for every one of some exponents of one kind; null, with a remark, where their signs differ. */
function agreed(all: readonly (Exponent | null)[], remarks: string[]): Exponent | null {
  const exponents = all.filter((one) => one !== null);
  if (exponents.length === 0) return null;
  const signs = new Set(exponents.map(({ interval }) => (interval[1] < 0 ? -1 : interval[0] > 0 ? 1 : 0)));
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

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, x) => total + x * x, 0) / values.length);
}
