import { momentumValue } from '../../model/constants.js';
import { decisiveLevel } from '../../model/evidence.js';
import type { Model } from '../../model/model.js';
import { branches } from '../../numeric/branches.js';
import { studentQuantile } from '../../numeric/quantiles.js';
import { fold, randomStream } from '../../numeric/random.js';
import type { Derivation } from '../../symbolic/derivation.js';
import type { SdeExponent } from '../exponents.js';
import { familyAlong } from '../linearisation/alongDirection.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { familyNorm } from '../matrices/linearFamily.js';
import type { Exponent } from '../prediction.js';
import { eulerMaruyamaSampler, sgdSampler } from '../products/sgdMatrices.js';
import type { StepSampler } from '../products/stepSampler.js';
import { scalarSdeExponent } from '../scalarExponents.js';
import { type ConeProcess, coneProcess } from './coneProcess.js';
import { ConeWalker } from './coneWalker.js';

/** Exponents of a set with kinks on it. */
export interface ConeExponents {
  readonly sde: SdeExponent | null;
  readonly eulerMaruyama: Exponent | null;
  readonly sgd: Exponent | null;
  readonly remarks: readonly string[];
}

/**
 * Exponents of the cone-wise linear dynamics near a set with kinks on it (theory §5): for one normal coordinate those of
 * the SDE in closed form, a half-line each, the larger decides; all others by simulation on the sphere.
 */
export function coneExponents(model: Model, { set }: Derivation, seed: number): ConeExponents {
  const process = coneProcess(model, set);
  if (typeof process === 'string') return { sde: null, eulerMaruyama: null, sgd: null, remarks: [process] };
  const axes = Array.from({ length: process.dimension }, (_, i) => axis(process.dimension, i));
  const starts = [...axes, ...axes.map((one) => one.map((entry) => -entry))].map((one) => process.at(one));
  const [first] = starts;
  if (first === null || starts.includes(null)) {
    return { sde: null, eulerMaruyama: null, sgd: null, remarks: ['beside a kink there is no linearisation'] };
  }
  const remarks = [
    'the set has kinks: the exponents are those of the dynamics that are linear in each cone between them',
  ];
  const hasSde = momentumValue(model) === 0;
  const norm = Math.max(...starts.map((one) => (one === null ? 0 : familyNorm(one.family))));
  const simulated = (samplerOf: (linear: EvaluatedLinearisation) => StepSampler, branch: number): Exponent | null =>
    simulatedExponent(process, samplerOf, norm, fold(seed, branch));
  const chain = (step: number): Exponent | null =>
    simulated(({ family }) => eulerMaruyamaSampler(family, step), branches.eulerMaruyamaExponent);
  const sde = !hasSde ? null : process.dimension === 1 ? onHalfLines(process, remarks) : fromChains(chain, norm);
  const eulerMaruyama = hasSde ? chain(model.simulation.dt) : null;
  const { sgd } = first;
  const isMemoryless = sgd !== null && sgd.momentum === 0 && sgdSampler(sgd).period === 1;
  return {
    sde,
    eulerMaruyama,
    sgd: isMemoryless
      ? simulated((linear) => sgdSampler(linear.sgd as NonNullable<typeof sgd>), branches.coneSgdExponent)
      : null,
    remarks,
  };
}

/** Each half-line keeps what starts on it; from some start the larger rate is seen. */
function onHalfLines(process: ConeProcess, remarks: string[]): SdeExponent | null {
  const [positive, negative] = [[1], [-1]].map((ray) => process.at(ray));
  if (positive === null || negative === null) return null;
  const [up, down] = [positive, negative].map(({ family }) => scalarSdeExponent(familyAlong(family, [1])));
  remarks.push(`from the side of growing distance the exponent is ${up.value}, from the other side ${down.value}`);
  const larger = up.value >= down.value ? up : down;
  return { ...larger, lowest: Math.min(up.value, down.value), reducible: false };
}

/**
 * The SDE's exponent from two Euler–Maruyama chains, one with a quarter of the other's step. The coefficients jump at the
 * kinks, so that the order may be ½ only: then what is left of the error is what the quartering changed, and the interval
 * is widened by it.
 */
function fromChains(chain: (step: number) => Exponent | null, norm: number): SdeExponent | null {
  const step = finestStep / Math.max(norm, Number.MIN_VALUE);
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
  const { duration } = samplerOf(any);
  const cellLength = Math.min(longestCell, Math.max(shortestCell, Math.ceil(cellTime / (duration * norm))));
  const rates = Array.from({ length: walkers }, (_, index) =>
    cellRates(new ConeWalker(process, samplerOf, randomStream(seed, index)), duration, cellLength),
  );
  const means = rates.map((cells) => summarise(cells).mean);
  if (!means.every(Number.isFinite)) return null;
  const errors = rates.map((cells) => summarise(cells).standardError);
  const { mean, standardError } = summarise(means);
  const spread = means.reduce((sum, one, i) => sum + ((one - mean) / errors[i]) ** 2, 0);
  const missing = 1 - decisiveLevel;
  if (spread > mostSpread && means.some((one) => one !== means[0])) {
    // each walker tells of where it ended; among so many ends all that are not rare are seen
    const reach = studentQuantile(1 - missing / walkers / 2, cellsOfWalker - 1);
    const interval = [
      Math.min(...means.map((one, i) => one - reach * errors[i])),
      Math.max(...means.map((one, i) => one + reach * errors[i])),
    ] as const;
    return { value: Math.max(...means), interval, level: decisiveLevel, method: 'simulation' };
  }
  const reach = studentQuantile(1 - missing / 2, walkers - 1) * standardError;
  return { value: mean, interval: [mean - reach, mean + reach], level: decisiveLevel, method: 'simulation' };
}

/** The rate of each cell of a walk; its first half forgets the start. */
function cellRates(walker: ConeWalker, duration: number, cellLength: number): number[] {
  for (let step = 0; step < cellsOfWalker * cellLength; step++) walker.advance();
  return Array.from({ length: cellsOfWalker }, () => {
    let sum = 0;
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

function summarise(values: readonly number[]): { mean: number; standardError: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(square / (values.length - 1) / values.length) };
}

function axis(dimension: number, index: number): number[] {
  return Array.from({ length: dimension }, (_, i) => (i === index ? 1 : 0));
}
