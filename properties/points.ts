import fc from 'fast-check';
import { plus, type Rational, rational, toNumber, zero } from '../src/arithmetic/rational.js';
import { evaluateExact } from '../src/expression/evaluation/evaluateExact.js';
import { parametrisation } from '../src/model/affineSet.js';
import type { AffineSet, Model } from '../src/model/model.js';

/** θ, one exact number a parameter. */
export type ExactPoint = readonly Rational[];

/**
 * Points about the origin or about the base point of one of the model's sets, by multiples of 1/16 up to 2 in every
 * parameter. Constants that leave a base point irrational leave its coordinate out.
 */
export function points(model: Model): fc.Arbitrary<ExactPoint> {
  const centres = [model.parameters.map(() => zero), ...model.sets.map((set) => basePoint(model, set))];
  const offsets = model.parameters.map(() => fc.integer({ min: -32, max: 32 }).map((n) => rational(n, 16)));
  return fc
    .tuple(fc.constantFrom(...centres), fc.tuple(...offsets))
    .map(([centre, offset]) => centre.map((value, i) => plus(value, offset[i])));
}

/**
 * The point of a set that has the free coordinates of a given point (the others follow from the equations), or null when
 * an equation's offset has no exact value.
 */
export function projectedOnSet(model: Model, set: AffineSet, point: ExactPoint): ExactPoint | null {
  const pivots = parametrisation(set, model.parameters);
  const values = new Map([...model.constants, ...namedPoint(model, point)]);
  const projected = model.parameters.map((name, i) => {
    const pivot = pivots.get(name);
    return pivot === undefined ? point[i] : evaluateExact(pivot, values);
  });
  return projected.every((value) => value !== null) ? projected : null;
}

/** The point by the parameters' names. */
export function namedPoint(model: Model, point: ExactPoint): ReadonlyMap<string, Rational> {
  return new Map(model.parameters.map((name, i) => [name, point[i]]));
}

/** The model with its simulation started at a point, so that its file tells of it. */
export function startedAt(model: Model, point: ExactPoint): Model {
  return {
    ...model,
    simulation: { ...model.simulation, initialPoint: point.map(toNumber), initialScale: 0 },
  };
}

/** `w1 = 1/2, w2 = 0` */
export function pointText(names: readonly string[], values: ExactPoint): string {
  return names.map((name, i) => `${name} = ${toNumber(values[i])}`).join(', ');
}

function basePoint(model: Model, set: AffineSet): ExactPoint {
  return set.base.map((value) => evaluateExact(value, model.constants) ?? zero);
}
