import fc from 'fast-check';
import { fromNumber, toNumber } from '../src/arithmetic/rational.js';
import { evaluate } from '../src/expression/evaluation/evaluate.js';
import { type Expression, symbol } from '../src/expression/syntax/expression.js';
import { constantValues, momentumValue, valueAt } from '../src/model/constants.js';
import type { AffineSet, LossDynamics, Model } from '../src/model/model.js';
import { sdeExponent, sgdExponent } from '../src/prediction/exponents.js';
import type { Derivation, Linearisation } from '../src/symbolic/derivation.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { exponentProblem } from './exponentProblem.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { rememberedOf } from './rememberedOf.js';

export interface RateCase extends ModelCase {
  readonly set: AffineSet;
  /** the constant that is the learning rate of the case's model */
  readonly rate: string;
}

/**
 * As η → 0 SGD becomes its SDE: (λ_SGD − λ_SDE)/η tends to −h²/2, h the curvature along the leading direction.
 *
 * log|1 − ηĥ| = −ηĥ − (ηĥ)²/2 + O(η³) has the mean −ηh − (η²/2)(h² + Var ĥ), and the SDE's exponent is −h − (η/2) Var ĥ: a
 * wrong coefficient of the noise, or one of its terms lost, changes the limit (theory §5, §6). Not for epochs, whose
 * steps are correlated.
 */
export function smallLearningRate(): ModelProperty<RateCase> {
  const derivedSets = rememberedOf((model: Model) => model.sets.filter((set) => hasDirections(deriveSet(model, set))));
  return {
    name: 'small-learning-rate',
    statement:
      'as the learning rate tends to 0 the exponent of SGD tends to that of its SDE, at the rate that theory gives',
    // a derivation and six exponents a run
    share: 1 / 4,
    obstacle: (model) => obstacleOf(model, derivedSets),
    cases: (model): fc.Arbitrary<RateCase> =>
      fc
        .record({
          set: fc.constantFrom(...derivedSets(model)),
          varied: modelVariations(model),
        })
        .map(({ set, varied }) => rateCase(varied, set)),
    check({ model, set, rate }) {
      const derivation = deriveSet(model, set);
      const sizes = sizesOf(model, derivation);
      fc.pre(sizes !== null);
      const eta = largestStep / sizes.scale;
      const quotients = [eta, eta / 2, eta / 4].map((value) => quotientAt(model, derivation, rate, value));
      fc.pre(quotients.every((quotient) => quotient !== null));
      const [first, second, third] = quotients as Quotient[];
      // Richardson: the terms of order η cancel
      const wide = 2 * second.value - first.value;
      const limit = 2 * third.value - second.value;
      const error = 2 * Math.abs(limit - wide) + 3 * third.error + smallestError * sizes.scale ** 2;
      const [low, high] = sizes.limits;
      if (limit >= low - error && limit <= high + error) return;
      throw new PropertyViolation(
        `for the set ${JSON.stringify(set.name)} (exponent of SGD - exponent of the SDE)/eta tends to ${limit} as eta tends to 0; expected ${low === high ? low : `${low} to ${high}`}`,
      );
    },
  };
}

/** η times the size of a sample's curvature: third powers of it are 1e-5. */
const largestStep = 0.02;

/** Of the limit, relative to the squared size: what cancellation in the differences may hide. */
const smallestError = 1e-4;

function obstacleOf(model: Model, derivedSets: (model: Model) => readonly AffineSet[]): string | null {
  if (model.dynamics.kind === 'sde') return 'an SDE without data has no SGD';
  if (momentumValue(model) !== 0) return 'with momentum the parameters alone follow no SDE';
  if (model.noise.some((noise) => 'sampling' in noise && noise.sampling === 'epochs')) {
    return 'steps of one epoch are correlated';
  }
  return derivedSets(model).length > 0 ? null : 'no set of it has exponents in closed form';
}

function hasDirections({ invariance, linearisation, eigenDirections, degenerate }: Derivation): boolean {
  const isDerived = invariance.status === 'proved' && linearisation !== null && eigenDirections !== null;
  return isDerived && !linearisation.baseMoves && degenerate === null;
}

/** The model with one set and a constant of its own for the learning rate. */
function rateCase(model: Model, set: AffineSet): RateCase {
  const dynamics = model.dynamics as LossDynamics;
  const taken = [...model.parameters, ...model.constants.keys(), ...dynamics.data.inputs, ...dynamics.data.targets];
  let rate = 'rate';
  while (taken.includes(rate)) rate += '_';
  const value = fromNumber(valueAt(dynamics.learningRate, model.constants));
  const constants = new Map([...model.constants, [rate, value]]);
  return {
    model: { ...model, constants, dynamics: { ...dynamics, learningRate: symbol(rate) }, sets: [set] },
    set,
    rate,
  };
}

interface Quotient {
  readonly value: number;
  readonly error: number;
}

/** (λ_SGD − λ_SDE)/η with the bound of its rounding; null where one of them is not to be had. */
function quotientAt(model: Model, derivation: Derivation, rate: string, eta: number): Quotient | null {
  const constants = new Map(model.constants).set(rate, fromNumber(eta));
  const problem = exponentProblem({ ...model, constants }, derivation);
  const sgd = problem && sgdExponent(problem)?.exponent;
  if (!problem || !sgd || sgd.level < 1 || !Number.isFinite(sgd.value)) return null;
  const sde = sdeExponent(problem);
  const widths = [sgd, sde].map(({ interval: [low, high] }) => high - low);
  return { value: (sgd.value - sde.value) / eta, error: (widths[0] + widths[1]) / eta };
}

interface Sizes {
  /** the size of a sample's normal curvature, noise included */
  readonly scale: number;
  /** least and greatest −h²/2 among the directions that may lead */
  readonly limits: readonly [number, number];
}

function sizesOf(model: Model, derivation: Derivation): Sizes | null {
  const { data } = model.dynamics as LossDynamics;
  const linearisation = derivation.linearisation as Linearisation;
  const values = new Map(constantValues(model));
  for (const [i, name] of model.parameters.entries())
    values.set(name, valueAt(derivation.set.base[i], model.constants));
  const names = [...data.inputs, ...data.targets];
  const rows = data.rows.map((row) => row.map(toNumber));
  const at = (expression: Expression, row: readonly number[]): number =>
    Math.abs(
      Number(
        evaluate(expression, new Map([...values, ...names.map((name, i) => [name, row[i]] as const)]), { names, rows }),
      ),
    );
  const deviation = model.noise.reduce(
    (sum, noise) => sum + ('std' in noise ? valueAt(noise.std, model.constants) : 0),
    0,
  );
  const size = (matrix: readonly (readonly Expression[])[] | null, row: readonly number[]): number =>
    (matrix ?? []).flat().reduce((sum, entry) => sum + at(entry, row), 0);
  const scale = Math.max(
    ...rows.map(
      (row) =>
        size(linearisation.sampleCurvature, row) +
        size(linearisation.regulariserCurvature, row) +
        linearisation.outputCurvature.reduce(
          (sum, matrix) => sum + deviation * Math.sqrt(rows.length) * size(matrix, row),
          0,
        ),
    ),
  );
  if (!(scale > 0 && Number.isFinite(scale))) return null;
  const curvatures = (derivation.eigenDirections ?? []).map(({ curvature }) =>
    Number(evaluate(curvature, values, { names, rows })),
  );
  const least = Math.min(...curvatures);
  const leading = curvatures.filter((curvature) => curvature - least <= largestStep * scale);
  const limits = leading.map((curvature) => -(curvature ** 2) / 2);
  return { scale, limits: [Math.min(...limits), Math.max(...limits)] };
}
