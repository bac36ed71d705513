import fc from 'fast-check';
import { type Rational, rational, times } from '../src/arithmetic/rational.js';
import { number, product } from '../src/expression/syntax/expression.js';
import { momentumValue } from '../src/model/constants.js';
import type { AffineSet, Model } from '../src/model/model.js';
import type { Estimate } from '../src/numeric/estimate.js';
import { studentQuantile } from '../src/numeric/quantiles.js';
import { eulerMaruyamaExponent, sdeExponent } from '../src/prediction/exponents.js';
import { familyNorm } from '../src/prediction/matrices/linearFamily.js';
import { simulateEnsemble } from '../src/sde/ensemble.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { exponentProblem } from './exponentProblem.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { rememberedOf } from './rememberedOf.js';

export interface SimulatedCase extends ModelCase {
  readonly set: AffineSet;
  readonly seed: number;
}

/** One run raises a false alarm with this probability. */
const falseAlarmRate = 1e-6;

/**
 * Distance from a set grows in a short simulation of its SDE where the exponent of the Euler–Maruyama chain is positive,
 * and shrinks where it is negative (theory §4.1, §5, §6).
 *
 * For some or random samples, and learning rates (of an SDE without data, constants) about the model's. It fails when an interval of level 1 − 1e-6 about the
 * measured growth is on the other side of 0. Cases with an exponent too small for a short simulation are skipped.
 */
export function exponentSign(): ModelProperty<SimulatedCase> {
  const predictableSets = rememberedOf((model: Model) => model.sets.filter((set) => isPredictable(model, set)));
  return {
    name: 'exponent-sign',
    statement: `the exponent has the sign of the growth in a short simulation (chance refutes one run in ${1 / falseAlarmRate})`,
    // a simulation a run
    share: 1 / 10,
    obstacle: (model) => {
      if (momentumValue(model) !== 0) return 'with momentum the parameters alone follow no SDE';
      return predictableSets(model).length > 0 ? null : 'no set of it has an exponent of its own';
    },
    cases: (model): fc.Arbitrary<SimulatedCase> =>
      fc
        .record({
          set: fc.constantFrom(...predictableSets(model)),
          varied: modelVariations(model, { maxSamples: 4 }),
          factors: fc.array(factors, { minLength: 1, maxLength: 4 }),
          seed: fc.nat({ max: 2 ** 20 }),
        })
        .map(({ set, varied, factors: by, seed }) => ({ model: { ...scaled(varied, by), sets: [set] }, set, seed })),
    async check({ model, set, seed }) {
      const predicted = predictedGrowth(model, set);
      fc.pre(predicted !== null && predicted.horizon / predicted.dt <= mostSteps);
      const { rate, horizon, dt } = predicted;
      const short: Model = { ...model, simulation: { ...model.simulation, horizon, dt, trajectories } };
      const evidence = await simulateEnsemble(short, set, { seed, threads: 1 });
      fc.pre(evidence !== null && evidence.exponent !== null);
      const [low, high] = growthInterval(evidence.exponent);
      const isRefuted = rate > 0 ? high < 0 : low > 0;
      if (!isRefuted) return;
      throw new PropertyViolation(
        `the exponent of the set ${JSON.stringify(set.name)} is ${rate}, and log-distance grows by ${evidence.exponent.mean} per unit of time in a simulation of length ${horizon} with dt ${dt} and seed ${seed} (interval ${low} to ${high} at level 1 - ${falseAlarmRate})`,
      );
    },
  };
}

interface PredictedGrowth {
  readonly rate: number;
  readonly horizon: number;
  readonly dt: number;
}

/**
 * The exponent of the simulated chain, or of the SDE with a step so short that the chain's has its sign, and the horizon
 * that decides it; null where neither is known without simulation, and where its sign is not.
 */
function predictedGrowth(model: Model, set: AffineSet): PredictedGrowth | null {
  const problem = exponentProblem(model, deriveSet(model, set));
  if (problem === null || (problem.directions === null && problem.codimension > 2)) return null;
  const sde = sdeExponent(problem);
  const isClosed = problem.directions !== null;
  const shortStep = Math.abs(sde.value) / (stepErrors * familyNorm(problem.family) ** 2);
  const dt = isClosed ? model.simulation.dt : Math.min(model.simulation.dt, shortStep);
  const { value, interval } = isClosed ? eulerMaruyamaExponent(problem, dt) : sde;
  if (!(interval[0] > 0 || interval[1] < 0)) return null;
  const gap = sde.value - sde.lowest;
  return { rate: value, horizon: Math.max(decisiveGrowth / Math.abs(value), gap > 0 ? memory / gap : 0), dt };
}

/** The chain's exponent differs from the SDE's by some norm² · dt (theory §6). */
const stepErrors = 20;

/** Trajectories of a simulation: enough for Student's quantile at the level to be 6 and not 60. */
const trajectories = 32;

/** A horizon after which log-distance has moved by this much decides the sign. */
const decisiveGrowth = 15;

/** By this exponent the larger of two exponents has outgrown the smaller before the sign is read. */
const memory = 30;

/** Some million steps in all. */
const mostSteps = 40_000;

/** Whether log-distance near the set has an exponent at one base point, in symbols. */
function isPredictable(model: Model, set: AffineSet): boolean {
  const { linearisation, invariance, degenerate } = deriveSet(model, set);
  return invariance.status === 'proved' && linearisation !== null && !linearisation.baseMoves && degenerate === null;
}

const factors = fc.constantFrom(rational(1), rational(1, 2), rational(2), rational(1, 4));

/** Another learning rate; of an SDE without data other constants. */
function scaled(model: Model, by: readonly Rational[]): Model {
  const { dynamics } = model;
  if (dynamics.kind === 'loss') {
    return { ...model, dynamics: { ...dynamics, learningRate: product(number(by[0]), dynamics.learningRate) } };
  }
  const constants = [...model.constants].map(([name, value], i) => [name, times(value, by[i % by.length])] as const);
  return { ...model, constants: new Map(constants) };
}

function growthInterval({ mean, standardError, samples }: Estimate): readonly [number, number] {
  const reach = studentQuantile(1 - falseAlarmRate / 2, samples - 1) * standardError;
  return [mean - reach, mean + reach];
}
