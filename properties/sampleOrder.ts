import fc from 'fast-check';
import { printExpression } from '../src/expression/print.js';
import type { AffineSet, Model } from '../src/model/model.js';
import { predict } from '../src/prediction/predict.js';
import type { Exponent, Prediction } from '../src/prediction/prediction.js';
import type { Derivation } from '../src/symbolic/derivation.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';

export interface OrderCase extends ModelCase {
  readonly set: AffineSet;
  /** the same model with its samples in another order */
  readonly reordered: Model;
}

/** Derivation and prediction do not depend on the order in which the samples are listed. */
export function sampleOrder(): ModelProperty<OrderCase> {
  return {
    name: 'sample-order',
    statement: 'derivation and prediction are the same whatever the order of the samples',
    // two derivations and two predictions a run
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
    async check({ model, set, reordered }) {
      const derivations = [model, reordered].map((one) => deriveSet(one, set));
      const [told, retold] = derivations.map(textOf);
      if (told !== retold) throw new PropertyViolation(`in another order of the samples ${told} becomes ${retold}`);
      const prediction = predict(model, derivations[0], { seed });
      const other = predict(reordered, derivations[1], { seed });
      const difference = whatDiffers(prediction, other);
      if (difference !== null) throw new PropertyViolation(`in another order of the samples ${difference}`);
    },
  };
}

/** Of predictions by simulation; they are not compared. */
const seed = 1;

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

function whatDiffers(a: Prediction, b: Prediction): string | null {
  for (const name of ['sde', 'eulerMaruyama', 'sgd'] as const) {
    const [one, other] = [a.exponents[name], b.exponents[name]];
    if (one === null && other === null) continue;
    if (one === null || other === null)
      return `the exponent ${name} is ${one?.value ?? null} and ${other?.value ?? null}`;
    if (isEnclosure(one) && isEnclosure(other) && !overlap(one, other)) {
      return `the exponent ${name} is ${one.value} and ${other.value}`;
    }
  }
  for (const name of ['supQ', 'infQ'] as const) {
    const [one, other] = [a.sufficient[name], b.sufficient[name]];
    if (one === null || other === null) {
      if (one !== other) return `${name} is ${one} and ${other}`;
    } else if (Math.abs(one - other) > roundings * (1 + Math.abs(one))) return `${name} is ${one} and ${other}`;
  }
  return null;
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
