import { spend } from '../../arithmetic/work.js';
import { decisiveLevel } from '../../model/evidence.js';
import type { Model } from '../../model/model.js';
import { subsampleOf } from '../../model/noise/noiseFacts.js';
import { noSdeReason } from '../../model/noSde.js';
import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import { meanEstimate } from '../../numeric/statistics.js';
import { axis } from '../../numeric/vectors.js';
import type { Derivation } from '../../symbolic/derivation.js';
import type { SdeExponent } from '../exponents.js';
import { familyAlong } from '../linearisation/alongDirection.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { familyNorm } from '../matrices/linearFamily.js';
import type { Exponent, Process } from '../prediction.js';
import type { Walker } from '../products/growthMean.js';
import { eulerMaruyamaSampler, sgdSampler } from '../products/sgdMatrices.js';
import type { StepSampler } from '../products/stepSampler.js';
import { scalarSdeExponent } from '../scalarExponents.js';
import { type ConeProcess, coneProcess } from './coneProcess.js';
import { coneWalker } from './coneWalker.js';
import { exponentOnHalfLines, stepOnRay } from './halfLines.js';
import { exponentOnRays, type InvariantRay, invariantRays } from './raysOnCircle.js';

/** Exponents of a set with kinks on it. */
export interface ConeExponents {
  readonly sde: SdeExponent | null;
  readonly eulerMaruyama: Exponent | null;
  readonly sgd: Exponent | null;
  readonly remarks: readonly string[];
}

/**
 * Exponents of the cone-wise linear dynamics near a set with kinks on it (theory §5): for one normal coordinate from those of
 * the half-lines, in the plane from those of the rays on which directions end, where there are such; all others by simulation
 * on the sphere.
 */
export function coneExponents(model: Model, { set }: Derivation, seed: number): ConeExponents {
  const process = coneProcess(model, set);
  if (typeof process === 'string') return none(process);
  const axes = Array.from({ length: process.dimension }, (_, i) => axis(process.dimension, i));
  const starts = [...axes, ...axes.map((one) => one.map((entry) => -entry))].map((one) => process.at(one));
  const [first] = starts;
  if (first === null || starts.includes(null)) return none('beside a kink there is no linearisation');
  const remarks = [
    'the set has kinks: the exponents are those of the dynamics that are linear in each cone between them',
  ];
  const hasSde = noSdeReason(model) === null;
  const norm = Math.max(...starts.map((one) => (one === null ? 0 : familyNorm(one.family))));
  const simulated = (samplerOf: (linear: EvaluatedLinearisation) => StepSampler, branch: number): Exponent | null =>
    simulatedExponent(process, samplerOf, norm, fold(seed, branch));
  const chain = (step: number): Exponent | null =>
    simulated(({ family }) => eulerMaruyamaSampler(family, step), branches.eulerMaruyamaExponent);
  const { dt, horizon, scheme } = model.simulation;
  const known = knownExponents(process, remarks);
  const { sgd } = first;
  const sde = hasSde ? (known.sde() ?? fromChains(chain, norm)) : null;
  const eulerMaruyama =
    hasSde && scheme === 'euler-maruyama' && subsampleOf(model.noise) === null
      ? (known.exponent({ kind: 'eulerMaruyama', dt }, horizon / dt) ?? chain(dt))
      : null;
  const isMemoryless = sgd !== null && sgd.momentum === 0 && sgdSampler(sgd).period === 1;
  return {
    sde,
    eulerMaruyama,
    sgd:
      (sgd && known.exponent({ kind: 'sgd' }, horizon / sgd.learningRate)) ??
      (isMemoryless
        ? simulated((linear) => sgdSampler(linear.sgd as NonNullable<typeof sgd>), branches.coneSgdExponent)
        : null),
    remarks,
  };
}

function none(reason: string): ConeExponents {
  return { sde: null, eulerMaruyama: null, sgd: null, remarks: [reason] };
}

/** What needs no simulation. */
interface KnownExponents {
  /** the exponent that is seen within so many steps; null where there is none */
  exponent(kind: Process, steps: number): Exponent | null;
  /** the SDE's, whose lowest rate any of the rays may have */
  sde(): SdeExponent | null;
}

function knownExponents(process: ConeProcess, remarks: string[]): KnownExponents {
  const rays = process.dimension === 1 ? halfLines(process) : process.dimension === 2 ? invariantRays(process) : null;
  const exponent = (kind: Process, steps: number): Exponent | null => {
    if (rays === null) return null;
    if (process.dimension === 2) return exponentOnRays(rays, kind, steps);
    const [up, down] = rays.map(({ linear, direction }) => stepOnRay(linear, direction, kind));
    return up && down && exponentOnHalfLines(up, down, steps);
  };
  return {
    exponent,
    sde() {
      const found = exponent({ kind: 'sde' }, Infinity);
      if (found === null || rays === null) return null;
      const rates = rays.map(({ linear, direction }) => scalarSdeExponent(familyAlong(linear.family, direction)).value);
      const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
      remarks.push(
        `the rate that a start sees depends on the ray that it ends on: the rays have ${lowest} to ${highest}`,
      );
      return { ...found, lowest, reducible: true };
    },
  };
}

function halfLines(process: ConeProcess): InvariantRay[] | null {
  const rays = [0, Math.PI].flatMap((angle) => {
    const direction = [Math.cos(angle)];
    const linear = process.at(direction);
    return linear === null ? [] : [{ angle, direction, linear, attracts: true }];
  });
  return rays.length === 2 ? rays : null;
}

/**
 * The SDE's exponent from two Euler–Maruyama chains, one with a quarter of the other's step. The coefficients jump at the
 * kinks, so that the order may be ½ only: then what is left of the error is what the quartering changed, and the interval
 * is widened by it.
 */
function fromChains(chain: (step: number) => Exponent | null, norm: number): SdeExponent | null {
  const step = finestStep / norm;
  // what has no size has no rate to step at
  if (!Number.isFinite(4 * step)) return null;
  const [coarse, fine] = [chain(4 * step), chain(step)];
  if (coarse === null || fine === null) return null;
  const change = Math.abs(fine.value - coarse.value);
  const interval = [fine.interval[0] - change, fine.interval[1] + change] as const;
  return { ...fine, interval, lowest: fine.value, reducible: false };
}

/** Relative to the norm. */
const finestStep = 0.01;

function simulatedExponent(
  process: ConeProcess,
  samplerOf: (linear: EvaluatedLinearisation) => StepSampler,
  norm: number,
  seed: number,
): Exponent | null {
  const any = process.at(axis(process.dimension, 0)) as EvaluatedLinearisation;
  const first = samplerOf(any);
  const { duration } = first;
  const cellLength = Math.min(longestCell, Math.max(shortestCell, Math.ceil(cellTime / (duration * norm))));
  // each walker tells of where it ended; all of them together hold their rates at the level
  const ends = Array.from({ length: walkers }, (_, index) => {
    const walker = coneWalker(process, samplerOf, first, randomStream(seed, index));
    return meanEstimate(cellRates(walker, duration, cellLength), 1 - (1 - decisiveLevel) / walkers);
  });
  const means = ends.map((end) => end.mean);
  if (!means.every(Number.isFinite)) return null;
  const { mean, interval } = meanEstimate(means, decisiveLevel);
  const spread = ends.reduce((sum, end) => sum + ((end.mean - mean) / end.standardError) ** 2, 0);
  if (spread > mostSpread && means.some((one) => one !== means[0])) {
    const lowest = Math.min(...ends.map((end) => end.interval[0]));
    const highest = Math.max(...ends.map((end) => end.interval[1]));
    return { value: Math.max(...means), interval: [lowest, highest], level: decisiveLevel, method: 'simulation' };
  }
  return { value: mean, interval, level: decisiveLevel, method: 'simulation' };
}

/** The rate of each cell of a walk; its first half forgets the start. */
function cellRates(walker: Walker, duration: number, cellLength: number): number[] {
  spend(cellsOfWalker * cellLength);
  for (let step = 0; step < cellsOfWalker * cellLength; step++) walker.advance();
  return Array.from({ length: cellsOfWalker }, () => {
    let sum = 0;
    spend(cellLength);
    for (let step = 0; step < cellLength; step++) {
      walker.advance();
      sum += walker.growth[0] - walker.fluctuation;
    }
    return sum / (cellLength * duration);
  });
}

/** Enough to see ends that one walk in four finds. */
const walkers = 16;
const cellsOfWalker = 8;
/** Of a cell, times the norm: many times what a direction needs to forget. */
const cellTime = 50;
const shortestCell = 512;
const longestCell = 8192;
/** The 0.999 quantile of χ² with 15 degrees of freedom is 38; errors of eight cells make its tail heavier. */
const mostSpread = 120;
