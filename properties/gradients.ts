import fc from 'fast-check';
import { absolute, compare, minus, plus, type Rational, toNumber } from '../src/arithmetic/rational.js';
import { gradient } from '../src/expression/calculus/differentiate.js';
import { compileJavaScript } from '../src/expression/compile/javascript.js';
import { encloseExpression } from '../src/expression/evaluation/enclose.js';
import { type Expression, sum } from '../src/expression/syntax/expression.js';
import type { Model } from '../src/model/model.js';
import type { BackendChoice } from '../src/sgd/backendChoice.js';
import { absoluteGradient } from './absoluteGradient.js';
import { type ExactSlope, exactSlope } from './exactSlope.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { type ExactPoint, namedPoint, points, pointText, startedAt } from './points.js';
import { roundingErrorBound } from './roundingError.js';
import { tensorGradient } from './tensorGradient.js';

export interface GradientConstraints {
  /** the TensorFlow.js backend; default `auto` */
  readonly backend?: BackendChoice;
}

export interface GradientCase extends ModelCase {
  readonly point: ExactPoint;
  /** the sample that the loss is taken at, modulo their number */
  readonly sample: number;
}

/**
 * The loss's gradient is the same however it is had: symbolically, from differences in exact arithmetic, compiled to
 * JavaScript, and by TensorFlow.js in float32.
 *
 * Loss and regulariser of one sample, at random points where they are smooth. Compiled gradients may differ by some times
 * the rounding that a bound of first order allows for, cancellation among the terms of a gradient included.
 */
export function gradients({ backend = 'auto' }: GradientConstraints = {}): ModelProperty<GradientCase> {
  return {
    name: 'gradients',
    statement: 'symbolic gradients, finite differences and gradients of TensorFlow.js are the same',
    share: 1,
    obstacle: (model) => (heightOf(model) === null ? 'it states a drift and no potential' : null),
    cases: (model): fc.Arbitrary<GradientCase> =>
      fc
        .record({
          varied: modelVariations(model),
          point: points(model),
          sample: fc.nat({ max: 31 }),
        })
        .map(({ varied, point, sample }) => ({ model: startedAt(varied, point), point, sample })),
    async check({ model, point, sample }) {
      const { parameters } = model;
      const height = heightOf(model) as Expression;
      const values = new Map([...model.constants, ...namedPoint(model, point), ...namedSample(model, sample)]);
      const slopes = parameters.map((name) => exactSlope(height, values, name));
      fc.pre(slopes.every((slope) => slope !== null));
      const at: Place = { height, derivatives: gradient(height, parameters), parameters, values };
      compareWithDifferences(at, slopes);
      compareWithFloats(at, 'compiled JavaScript', compiledGradient(at), doubleUnit);
      compareWithFloats(at, 'TensorFlow.js', await tensorGradient(backend, height, parameters, values), floatUnit);
    },
  };
}

/** A loss and its symbolic gradient, and where they are looked at. */
interface Place {
  readonly height: Expression;
  readonly derivatives: readonly Expression[];
  readonly parameters: readonly string[];
  readonly values: ReadonlyMap<string, Rational>;
}

const bits = 192;
const doubleUnit = 2 ** -53;
const floatUnit = 2 ** -24;

/** Backward differentiation adds the same terms in another order and through other intermediate values. */
const margin = 16;

function compareWithDifferences({ derivatives, parameters, values }: Place, slopes: readonly ExactSlope[]): void {
  for (const [i, { value, error }] of slopes.entries()) {
    const symbolic = encloseExpression(derivatives[i], values, bits);
    if (symbolic !== null) {
      const difference = absolute(minus(symbolic.lower, value));
      if (compare(difference, plus(error, minus(symbolic.upper, symbolic.lower))) <= 0) continue;
    }
    const found = symbolic === null ? 'has no value' : `is ${toNumber(symbolic.lower)}`;
    throw new PropertyViolation(
      `at ${whereOf(values)} the symbolic derivative of the loss by ${parameters[i]} ${found}, and differences give ${toNumber(value)}`,
    );
  }
}

function compareWithFloats(
  { height, derivatives, parameters, values }: Place,
  how: string,
  found: ArrayLike<number>,
  unit: number,
): void {
  const numbers = new Map([...values].map(([name, value]) => [name, toNumber(value)]));
  for (const [i, derivative] of derivatives.entries()) {
    const enclosed = encloseExpression(derivative, values, bits);
    if (enclosed === null) continue;
    const exact = toNumber(enclosed.lower);
    const size = absoluteGradient(height, numbers, parameters[i]);
    const tolerance = margin * (roundingErrorBound(derivative, numbers, unit) + unit * size);
    if (!Number.isFinite(tolerance) || Math.abs(found[i] - exact) <= tolerance) continue;
    throw new PropertyViolation(
      `at ${whereOf(values)} the derivative of the loss by ${parameters[i]} is ${exact}, and ${how} gives ${found[i]}`,
    );
  }
}

function whereOf(values: Place['values']): string {
  return pointText([...values.keys()], [...values.values()]);
}

/** Loss and regulariser of one sample, or the potential; null for an SDE that states a drift. */
function heightOf({ dynamics }: Model): Expression | null {
  return dynamics.kind === 'loss' ? sum(dynamics.loss, dynamics.regulariser) : dynamics.potential;
}

function namedSample({ dynamics }: Model, sample: number): (readonly [string, Rational])[] {
  if (dynamics.kind === 'sde') return [];
  const { inputs, targets, rows } = dynamics.data;
  return [...inputs, ...targets].map((name, i) => [name, rows[sample % rows.length][i]]);
}

function compiledGradient({ derivatives, values }: Place): Float64Array {
  const out = new Float64Array(derivatives.length);
  compileJavaScript(derivatives, [...values.keys()])(Float64Array.from(values.values(), toNumber), out);
  return out;
}
