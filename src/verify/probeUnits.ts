import type { RunOptions } from '../model/evidence.js';
import { itemBranch } from '../numeric/branches.js';
import type { Estimate } from '../numeric/estimate.js';
import { fold } from '../numeric/random.js';
import { fractionInterval } from '../numeric/statistics.js';
import { hiddenUnits } from '../sgd/network/hiddenUnits.js';
import type { NetworkTraining, Weights } from '../sgd/network/trainNetwork.js';
import type { Units } from '../sgd/network/units.js';
import { type FollowPlan, followUnits } from '../sgd/probe/followUnits.js';
import { type NoiseFactors, unitExponent } from '../sgd/probe/unitExponent.js';
import { separation, standing, type UnitSet, unitSets, wayToCollapse } from '../sgd/probe/unitSet.js';

/** A network under training, and how far it is followed. */
export interface ProbeProblem {
  readonly training: Omit<NetworkTraining, 'rate' | 'start'>;
  readonly weights: Weights;
  readonly plan: FollowPlan;
  /** factors of η/B, and of the label noise, at which signs are asked for beside */
  readonly factors: readonly number[];
}

/** Which way an exponent points, as far as its interval tells. */
export type Tendency = 'attracted' | 'repelled' | 'undecided';

/** What is predicted of a set, and what was measured. */
export interface ProbedSet {
  readonly set: UnitSet;
  /** the unit's length, or 2‖w − w'‖² / (‖w‖² + ‖w'‖²) */
  readonly separation: number;
  /** from the curvature and the noise of the continuations; null where it was not finite */
  readonly predicted: Estimate | null;
  /** along the continuations, linearised at the set; null where it was not finite */
  readonly measured: Estimate | null;
  readonly expected: Expectation;
  /** in how many continuations the unit had collapsed at the horizon */
  readonly collapsed: number;
  /** signs of the predicted exponent at η/B times a factor, and at the label noise times it */
  readonly elsewhere: { readonly noise: readonly Elsewhere[]; readonly labelNoise: readonly Elsewhere[] };
}

/** The sign of an exponent at another strength of the noise. */
export interface Elsewhere {
  readonly factor: number;
  readonly tendency: Tendency;
}

/** What the prediction says of a set at the horizon; `later`: attracted, but too slowly to get there. */
export type Expectation = 'collapse' | 'later' | 'repelled' | 'undecided' | 'collapsed';

/** How many of the sets with one expectation collapsed: in at least half of the continuations. */
export interface ExpectationOutcome {
  readonly expected: Exclude<Expectation, 'collapsed'>;
  readonly sets: number;
  readonly collapsed: Estimate;
}

/** A probe's results. */
export interface Probe {
  readonly sets: readonly ProbedSet[];
  readonly outcomes: readonly ExpectationOutcome[];
}

/**
 * Goes on with a training from its weights and tells, for every hidden unit, whether it is being attracted to its own
 * collapse: predicted from the curvature and the noise that it meets (theory §4, §5), measured along tangent vectors, and what had
 * collapsed at the horizon. Null after an abort.
 */
export async function probeUnits(problem: ProbeProblem, options: RunOptions): Promise<Probe | null> {
  const { training, weights, plan, factors } = problem;
  const { layers, labelNoise = 0 } = training;
  const { seed, signal, onProgress } = options;
  const sets = unitSets(layers, weights);
  const unitsOf = hiddenUnits(layers, weights);
  const start = (_: unknown, __: unknown, index: number): Float64Array => Float64Array.from(weights[index]);
  const followed = await followUnits({ ...training, start }, sets, plan, {
    ...options,
    onProgress: (share) => onProgress?.(followedShare * share),
  });
  if (followed === null) return null;
  const settings = { ...training, eta: plan.eta };
  const probed: ProbedSet[] = [];
  for (const [i, set] of sets.entries()) {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) return null;
    onProgress?.(followedShare + ((1 - followedShare) * i) / sets.length);
    const { exponent: measured, collapsed, record } = followed[i];
    const own = fold(seed, itemBranch(i));
    const predicted = unitExponent(record, settings, own, walks);
    const at = (change: Partial<NoiseFactors>): Tendency =>
      tendencyOf(unitExponent(record, settings, own, 1, { noise: 1, labelNoise: 1, ...change }));
    const units = unitsOf[set.layer] as Units;
    probed.push({
      set,
      separation: separation(units, set),
      predicted,
      measured,
      expected: expectationOf(predicted, units, set, plan),
      collapsed,
      elsewhere: {
        noise: factors.map((factor) => ({ factor, tendency: at({ noise: factor }) })),
        labelNoise: labelNoise === 0 ? [] : factors.map((factor) => ({ factor, tendency: at({ labelNoise: factor }) })),
      },
    });
  }
  return { sets: probed, outcomes: outcomesOf(probed, plan.replicas) };
}

/** Of the progress. */
const followedShare = 0.7;

/** Vectors a continuation along which an exponent is predicted; for signs at other strengths of the noise one has to do. */
const walks = 4;

/** The sign that an interval tells. */
export function tendencyOf(found: Pick<Estimate, 'interval'> | null): Tendency {
  const [low, high] = found?.interval ?? [-Infinity, Infinity];
  return high < 0 ? 'attracted' : low > 0 ? 'repelled' : 'undecided';
}

function expectationOf(predicted: Estimate | null, units: Units, set: UnitSet, plan: FollowPlan): Expectation {
  if (standing(units, set, plan) !== 'apart') return 'collapsed';
  const tendency = tendencyOf(predicted);
  if (tendency !== 'attracted') return tendency;
  const needed = Math.log(wayToCollapse(units, set, plan)) / (predicted as Estimate).mean;
  return needed <= plan.horizon * plan.eta ? 'collapse' : 'later';
}

function outcomesOf(sets: readonly ProbedSet[], replicas: number): ExpectationOutcome[] {
  return (['collapse', 'later', 'undecided', 'repelled'] as const).map((expected) => {
    const those = sets.filter((one) => one.expected === expected);
    const gone = those.filter(({ collapsed }) => 2 * collapsed >= replicas).length;
    return { expected, sets: those.length, collapsed: fractionInterval(gone, those.length, 0.95) };
  });
}
