import fc from 'fast-check';
import { number, product } from '../src/expression/expression.js';
import { momentumValue } from '../src/model/constants.js';
import type { AffineSet, Model } from '../src/model/model.js';
import type { Estimate } from '../src/numeric/estimate.js';
import { studentQuantile } from '../src/numeric/quantiles.js';
import { type Rational, rational, times } from '../src/numeric/rational.js';
import { predict } from '../src/prediction/predict.js';
import { simulateEnsemble } from '../src/sde/ensemble.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';

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
  return {
    name: 'exponent-sign',
    statement: `the exponent has the sign of the growth in a short simulation (chance refutes one run in ${1 / falseAlarmRate})`,
    // a simulation a run
    share: 1 / 10,
    obstacle: (model) => {
      if (momentumValue(model) !== 0) return 'with momentum the parameters alone follow no SDE';
      return model.sets.some((set) => isPredictable(model, set)) ? null : 'no set of it has an exponent of its own';
    },
    cases: (model): fc.Arbitrary<SimulatedCase> =>
      fc
        .record({
          set: fc.constantFrom(...model.sets.filter((set) => isPredictable(model, set))),
          varied: modelVariations(model, { maxSamples: 4 }),
          factors: fc.array(factors, { minLength: 1, maxLength: 4 }),
          seed: fc.nat({ max: 2 ** 20 }),
        })
        .map(({ set, varied, factors: by, seed }) => ({ model: { ...scaled(varied, by), sets: [set] }, set, seed })),
    async check({ model, set, seed }) {
      const derivation = deriveSet(model, set);
      const { exponents } = predict(model, derivation, { seed });
      const chain = exponents.eulerMaruyama;
      fc.pre(chain !== null && Math.max(...chain.interval) * Math.min(...chain.interval) > 0);
      const gap = chain.value - (exponents.sde?.lowest ?? chain.value);
      const horizon = Math.max(decisiveGrowth / Math.abs(chain.value), gap > 0 ? memory / gap : 0);
      fc.pre(horizon / model.simulation.dt <= mostSteps);
      const short: Model = { ...model, simulation: { ...model.simulation, horizon, trajectories } };
      const evidence = await simulateEnsemble(short, set, { seed, threads: 1 });
      fc.pre(evidence !== null && evidence.exponent !== null);
      const [low, high] = growthInterval(evidence.exponent);
      const isRefuted = chain.value > 0 ? high < 0 : low > 0;
      if (!isRefuted) return;
      throw new PropertyViolation(
        `the exponent of the Euler-Maruyama chain of the set ${JSON.stringify(set.name)} is ${chain.value}, and log-distance grows by ${evidence.exponent.mean} per unit of time in a simulation with seed ${seed} (interval ${low} to ${high} at level 1 - ${falseAlarmRate})`,
      );
    },
  };
}

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
