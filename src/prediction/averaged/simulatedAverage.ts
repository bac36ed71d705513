import { spend } from '../../arithmetic/work.js';
import { branches } from '../../numeric/branches.js';
import { fold, type RandomStream, randomStream } from '../../numeric/random.js';
import type { Exponent } from '../prediction.js';
import { type GrowthRate, meanGrowth } from '../products/growthMean.js';
import type { JointCorrector, JointState } from './jointCorrector.js';
import type { JointFields } from './jointFields.js';
import { ExtrapolatedWalker, JointChainWalker, type JointWalker } from './jointWalkers.js';
import { pilotLength, pilotPaths, pilotStride } from './leavingBase.js';

/** Where walkers start, and how far they go. */
export interface AveragedPath {
  readonly fields: JointFields;
  /** the file's step of the SDE */
  readonly dt: number;
  /** base coordinates, t numbers */
  readonly start: Float64Array;
  /** time that is let go by before anything counts */
  readonly leavingTime: number;
  readonly seed: number;
  /** steps of dt, or of SGD, at most */
  readonly budget: number;
  /** the half-width below which no more steps are drawn */
  readonly width: number;
}

/** Steps short enough for paths of the SDE, and states that such paths meet. */
export interface Pilot {
  readonly step: number;
  readonly states: readonly JointState[];
}

/**
 * Paths of twice the step dt, or of shorter ones where those leave every bound; null when the base point leaves it
 * whatever the step.
 */
export function pilotOf(path: Omit<AveragedPath, 'budget' | 'width'>): Pilot | null {
  for (let halvings = 0; halvings <= mostHalvings; halvings++) {
    const step = path.dt / 2 ** halvings;
    const states = statesAlong(path, 2 * step);
    if (states !== null) return { step, states };
  }
  return null;
}

const mostHalvings = 4;

/** States that some Euler–Maruyama paths meet in their second halves; null when the base point leaves every bound. */
function statesAlong({ fields, dt, start, leavingTime, seed }: Omit<AveragedPath, 'budget' | 'width'>, step: number) {
  const states: JointState[] = [];
  // as much time whatever the step
  const length = Math.round((2 * dt * pilotLength) / step);
  const stride = Math.round((2 * dt * pilotStride) / step);
  const burnIn = Math.ceil(leavingTime / step) + length;
  for (let path = 0; path < pilotPaths; path++) {
    const stream = randomStream(fold(seed, branches.leavingBase), path);
    const walker = new JointChainWalker(fields, null, start, step, stream);
    for (let i = 0; i < burnIn + length; i++) {
      walker.advance();
      if (walker.hasLeft) return null;
      const { a, u } = walker.state;
      if (i >= burnIn && i % stride === 0) states.push({ a: a.slice(), u: u.slice() });
    }
  }
  return states;
}

/**
 * The SDE's exponent from paths of three steps; null when one of them leaves every bound.
 *
 * Twice the finer less the coarser has no error of first order. The same of the next two differs by three times its error
 * where that is of second order, and by 0.41 of it where it is of order ½, as beside a cone or a border across which noise
 * vanishes: three times the difference bounds it, and is added to the interval.
 */
export function simulatedSde(path: AveragedPath, step: number, corrector: JointCorrector): Exponent | null {
  const { stride } = ExtrapolatedWalker;
  const kind = { branch: branches.sdeAveraged, step: stride * step, duration: 1, period: 1, cost: stride };
  const rates = average(
    path,
    { ...kind, rates: 2 },
    (from, stream) => new ExtrapolatedWalker(path.fields, corrector, from, step, stream),
  );
  if (rates === null) return null;
  const [{ value, interval }, change] = rates.found;
  const bias = biasOfChange * Math.abs(change.value);
  return { value, interval: [interval[0] - bias, interval[1] + bias], level: rates.level, method: 'simulation' };
}

const biasOfChange = 3;

/** The exponent of a chain whose walkers tell their growth; null when the base point of one leaves every bound. */
export function simulatedChain(path: AveragedPath, kind: Omit<AverageKind, 'rates'>, walkerOf: WalkerOf) {
  const rates = average(path, { ...kind, rates: 1 }, walkerOf);
  return rates && { ...rates.found[0], level: rates.level, method: 'simulation' as const };
}

/** What walkers tell, and how often. */
export interface AverageKind {
  readonly branch: number;
  /** time t of one advance */
  readonly step: number;
  /** what its growth is divided by: the same, or 1 where an advance tells a rate */
  readonly duration: number;
  readonly period: number;
  /** steps of the file's dt, or of SGD, in an advance */
  readonly cost: number;
  readonly rates: number;
}

type WalkerOf = (start: Float64Array, stream: RandomStream) => JointWalker;

function average(
  { fields, start, leavingTime, seed, budget, width }: AveragedPath,
  { branch, step, duration, period, cost, rates }: AverageKind,
  walkerOf: WalkerOf,
): { readonly found: readonly GrowthRate[]; readonly level: number } | null {
  const work = cost * (1 / 2 + fields.work / operationsOfWork);
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
  const kind = { rates, duration, period, rounding: Number.EPSILON / duration, work };
  const found = meanGrowth(started, kind, {
    budget: Math.floor(budget / cost),
    width,
    enoughSteps: enoughSteps / cost,
  });
  if (walkers.some(({ hasLeft }) => hasLeft) || !Number.isFinite(found.rates[0].value)) return null;
  return { found: found.rates, level: found.level };
}

/** Operations of a step program in a unit of work. */
const operationsOfWork = 200;
/** Beyond this only a sign that is not decided is worth steps. */
const enoughSteps = 2 ** 17;
