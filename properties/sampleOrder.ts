import fc from 'fast-check';
import { printExpression } from '../src/expression/syntax/print.js';
import type { AffineSet, Model } from '../src/model/model.js';
import { type ExponentProblem, sdeExponent, sgdExponent } from '../src/prediction/exponents.js';
import { logDistanceRange } from '../src/prediction/logDistance.js';
import type { Exponent } from '../src/prediction/prediction.js';
import type { Derivation } from '../src/symbolic/derivation.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { exponentProblem } from './exponentProblem.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';

export interface OrderCase extends ModelCase {
  readonly set: AffineSet;
  /** the same model with its samples in another order */
  readonly reordered: Model;
}

/** Derivation, exponents and sufficient condition do not depend on the order in which the samples are listed. */
export function sampleOrder(): ModelProperty<OrderCase> {
  return {
    name: 'sample-order',
    statement: 'derivation and exponents are the same whatever the order of the samples',
    // two derivations and up to four exponents a run
    share: 1 / 10,
    obstacle: ({ dynamics, sets }) => {
      if (sets.length === 0) return 'the model states no set';
      return dynamics.kind === 'sde' ? 'it has no samples' : null;
    },
    cases: (model): fc.Arbitrary<OrderCase> =>
      fc.record({ set: fc.constantFrom(...model.sets), varied: modelVariations(model) }).chain(({ set, varied }) => {
        const rows = varied.dynamics.kind === 'loss' ? varied.dynamics.data.rows : [];
        const order = fc.shuffledSubarray([...rows.keys()], { minLength: rows.length });
        return order.map((indices) => {
          const given = { ...varied, sets: [set] };
          return { model: given, set, reordered: withOrder(given, indices) };
        });
      }),
    check({ model, set, reordered }) {
      const derivations = [model, reordered].map((one) => deriveSet(one, set));
      const [told, retold] = derivations.map(textOf);
      if (told !== retold) throw new PropertyViolation(`in another order of the samples ${told} becomes ${retold}`);
      const difference = whatDiffers(
        exponentProblem(model, derivations[0]),
        exponentProblem(reordered, derivations[1]),
      );
      if (difference !== null) throw new PropertyViolation(`in another order of the samples ${difference}`);
    },
  };
}

function withOrder(model: Model, order: readonly number[]): Model {
  if (model.dynamics.kind === 'sde') return model;
  const { data } = model.dynamics;
  return { ...model, dynamics: { ...model.dynamics, data: { ...data, rows: order.map((i) => data.rows[i]) } } };
}

function textOf({ invariance, condition, thresholds }: Derivation): string {
  const formulas = [
    condition?.alpha,
    condition?.supQ,
    condition?.infQ,
    ...thresholds.map(({ expression }) => expression),
  ];
  return [invariance.status, ...formulas.map((formula) => (formula ? printExpression(formula) : 'none'))].join('; ');
}

function whatDiffers(a: ExponentProblem | null, b: ExponentProblem | null): string | null {
  if (a === null || b === null) return a === b ? null : 'there are numbers for curvature and noise once and once not';
  const [one, other] = [a, b].map(exponentsOf);
  for (const [name, exponent] of one) {
    const again = other.get(name);
    if (again === undefined) return `the exponent of ${name} is no longer to be had`;
    if (isEnclosure(exponent) && isEnclosure(again) && !overlap(exponent, again)) {
      return `the exponent of ${name} becomes ${again.value} and was ${exponent.value}`;
    }
  }
  const [range, rangeAgain] = [a, b].map(({ family }) => logDistanceRange(family));
  for (const name of ['supremum', 'infimum'] as const) {
    const [value, again] = [range[name], rangeAgain[name]];
    if (Math.abs(value - again) > roundings * (1 + Math.abs(value))) {
      return `the ${name} of Q becomes ${again} and was ${value}`;
    }
  }
  return null;
}

/** Exponents that are not simulated, by what they are of. */
function exponentsOf(problem: ExponentProblem): ReadonlyMap<string, Exponent> {
  const found = new Map<string, Exponent>();
  const { codimension, directions } = problem;
  if (directions !== null || codimension <= 2) found.set('the SDE', sdeExponent(problem));
  const sgd = directions === null ? null : sgdExponent(problem);
  if (sgd !== null) found.set('SGD', sgd.exponent);
  return found;
}

function isEnclosure({ level }: Exponent): boolean {
  return level === 1;
}

/** Whether two enclosures of one number meet, with the rounding of sums over samples to spare. */
function overlap({ interval: [a, b] }: Exponent, { interval: [c, d] }: Exponent): boolean {
  const spare = roundings * (1 + Math.max(...[a, b, c, d].map(Math.abs)));
  return a <= d + spare && c <= b + spare;
}

/** Means and maxima over samples, added up in another order. */
const roundings = 1e-9;
