import { spend } from '../../arithmetic/work.js';
import { branches } from '../../numeric/branches.js';
import { stepStream } from '../../numeric/normalStream.js';
import { fold } from '../../numeric/random.js';
import { deviationOf, meanOf } from '../../numeric/statistics.js';
import type { Known } from '../interval.js';
import type { Exponent } from '../prediction.js';
import { meanGrowth, walkerCount } from '../products/growthMean.js';
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
  /** null where nothing is known of how the base point forgets its start */
  readonly memory: BaseMemory | null;
}

/** How long a base point remembers where it started, and a function whose mean change is 0 once it has forgotten. */
export interface BaseMemory {
  readonly corrector: JointCorrector;
  readonly time: number;
}

/** φ solves −𝓛φ = Q − λ nearly, so that it is as many times larger than Q as the relaxation of what Q sees takes. */
export function memoryOf(corrector: JointCorrector, states: readonly JointState[]): BaseMemory {
  const time =
    deviationOf(states.map((state) => corrector.valueAt(state))) /
    deviationOf(states.map((state) => corrector.drift(state)));
  return { corrector, time: Number.isFinite(time) ? time : 0 };
}

/** What is known of paths before any is seen. */
type StillPath = Omit<AveragedPath, 'budget' | 'width' | 'memory'>;

/** Steps short enough for paths of the SDE, and states that such paths meet. */
export interface Pilot {
  readonly step: number;
  readonly states: readonly JointState[];
}

/**
 * Paths of twice the step dt, or of shorter ones where those leave every bound, or spread much farther than half of the
 * step does, next to a step that leaves it; null when the base point leaves it whatever the step.
 */
export function pilotOf(path: StillPath): Pilot | null {
  let step = path.dt;
  let coarse = statesAlong(path, 2 * step);
  for (let halvings = 0; halvings <= mostHalvings; halvings++) {
    const fine = statesAlong(path, step);
    if (coarse !== null && fine !== null && isAsWide(coarse, fine)) return { step, states: fine };
    coarse = fine;
    step /= 2;
  }
  return coarse && { step, states: coarse };
}

const mostHalvings = 4;

/** Whether no base coordinate spreads much farther along one path than along another. */
function isAsWide(states: readonly JointState[], others: readonly JointState[]): boolean {
  return states[0].a.every(
    (_, i) =>
      deviationOf(states.map(({ a }) => a[i])) <= farther * deviationOf(others.map(({ a }) => a[i])) + Number.MIN_VALUE,
  );
}

const farther = 2;

/** States that some Euler–Maruyama paths meet in their second halves; null when the base point leaves every bound. */
function statesAlong({ fields, dt, start, leavingTime, seed }: StillPath, step: number) {
  const states: JointState[] = [];
  // as much time whatever the step
  const length = Math.round((2 * dt * pilotLength) / step);
  const stride = Math.round((2 * dt * pilotStride) / step);
  const burnIn = Math.ceil(leavingTime / step) + length;
  for (let path = 0; path < pilotPaths; path++) {
    const stream = stepStream(fold(seed, branches.leavingBase), path);
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
    (from, ...stream) => new ExtrapolatedWalker(path.fields, corrector, from, step, stepStream(...stream)),
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

/** A walker from a start that draws from the stream of a seed and an index. */
type WalkerOf = (start: Float64Array, seed: number, index: number) => JointWalker;

function average(
  { fields, start, leavingTime, seed, budget, width, memory }: AveragedPath,
  { branch, step, duration, period, cost, rates }: AverageKind,
  walkerOf: WalkerOf,
): { readonly found: readonly Known[]; readonly level: number } | null {
  const work = cost * (1 / 2 + fields.work / operationsOfWork);
  const walkers: JointWalker[] = [];
  const first: number[] = [];
  const started = (index: number): JointWalker => {
    const walker = walkerOf(start, fold(seed, branch), index);
    const leaving = Math.ceil(leavingTime / step);
    for (let i = 0; i < leaving && !walker.hasLeft; i++) {
      spend(work);
      walker.advance();
    }
    walkers.push(walker);
    first.push(memory?.corrector.valueAt(walker.state) ?? 0);
    return walker;
  };
  const forgotten = (memory === null ? 0 : walkerCount * memoriesForgotten * memory.time) / step;
  const kind = { rates, duration, period, rounding: Number.EPSILON / duration, work };
  const found = meanGrowth(started, kind, {
    budget: Math.floor(budget / cost),
    width,
    leastSteps: forgotten,
    enoughSteps: Math.max(forgotten, enoughSteps / cost),
  });
  if (walkers.some(({ hasLeft }) => hasLeft) || !Number.isFinite(found.rates[0].value)) return null;
  const [top, ...others] = found.rates;
  if (memory === null || found.steps >= forgotten) return { found: found.rates, level: found.level };
  // what the walkers still remember is the mean of φ's change, by which means with φ and without it differ
  const time = (found.steps / walkerCount) * step;
  const changes = walkers.map(({ state }, i) => (memory.corrector.valueAt(state) - first[i]) / time);
  const reach = Math.abs(meanOf(changes)) + remembered * (deviationOf(changes) / Math.sqrt(walkerCount));
  const interval = [top.interval[0] - reach, top.interval[1] + reach] as const;
  return { found: [{ ...top, interval }, ...others], level: found.level };
}

/** Relaxation times of a walker after which it has forgotten its start. */
const memoriesForgotten = 10;
/** Standard errors of the mean of eight, about four of a normal one. */
const remembered = 6;

/** Operations of a step program in a unit of work. */
const operationsOfWork = 200;
/** Beyond this only a sign that is not decided is worth steps. */
const enoughSteps = 2 ** 17;
