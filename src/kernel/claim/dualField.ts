import { rational } from '../../arithmetic/rational.js';
import { type Field, NotFollowed, subtract } from './field.js';

/** A value and its derivative along one direction. */
export interface Dual<T> {
  readonly value: T;
  readonly slope: T;
  /** whether it may depend on the parameters */
  readonly moves: boolean;
}

/** What stands for the limits of a gradient on either side of a kink or a jump (theory §3). */
export interface Sides<T> {
  isZero(value: T): boolean;
  /** σ = ±1 with |value| = σ·value, where value is 0 that of the region that is looked at; throws NotFollowed */
  orientation(value: T, slope: T): T;
  /** whether value is positive, as 1 or 0, in the region that is looked at, and how steep the step is; throws NotFollowed */
  step(value: T, slope: T): { readonly height: T; readonly slope: T };
}

/** First-order arithmetic over a field, with the sides of kinks. */
export function dualField<T>(field: Field<T>, sides: Sides<T>): Field<Dual<T>> {
  const zero = field.constant(rational(0));
  const half = field.constant(rational(1, 2));
  const two = field.constant(rational(2));
  const still = (value: T): Dual<T> => ({ value, slope: zero, moves: false });
  const chained = (value: T, derivative: T, { slope, moves }: Dual<T>): Dual<T> => ({
    value,
    slope: field.multiply(derivative, slope),
    moves,
  });
  return {
    constant: (value) => still(field.constant(value)),
    pi: still(field.pi),
    add: (a, b) => ({
      value: field.add(a.value, b.value),
      slope: field.add(a.slope, b.slope),
      moves: a.moves || b.moves,
    }),
    multiply: (a, b) => ({
      value: field.multiply(a.value, b.value),
      slope: field.add(field.multiply(a.slope, b.value), field.multiply(a.value, b.slope)),
      moves: a.moves || b.moves,
    }),
    invert: (a) => {
      const inverse = field.invert(a.value);
      return chained(inverse, subtract(field, zero, field.multiply(inverse, inverse)), a);
    },
    exp: (a) => {
      const value = field.exp(a.value);
      return chained(value, value, a);
    },
    log: (a) => chained(field.log(a.value), field.invert(a.value), a),
    sqrt: (a) => {
      if (!a.moves) return still(field.sqrt(a.value));
      if (sides.isZero(a.value)) throw new NotFollowed('the root of what is 0 on the set');
      const value = field.sqrt(a.value);
      return chained(value, field.multiply(half, field.invert(value)), a);
    },
    sin: (a) => chained(field.sin(a.value), field.cos(a.value), a),
    cos: (a) => chained(field.cos(a.value), subtract(field, zero, field.sin(a.value)), a),
    erf: (a) => {
      const density = field.exp(subtract(field, zero, field.multiply(a.value, a.value)));
      const derivative = field.multiply(field.multiply(two, density), field.invert(field.sqrt(field.pi)));
      return chained(field.erf(a.value), derivative, a);
    },
    // what is 0 on the set but moves off it is neither equal nor unequal next to it
    vanishes: (a) => (a.moves && sides.isZero(a.value) ? null : field.vanishes(a.value)),
    size: (a) => {
      if (!a.moves) return still(field.size(a.value));
      const orientation = sides.orientation(a.value, a.slope);
      return chained(field.multiply(orientation, a.value), orientation, a);
    },
    isPositive: (a) => {
      if (!a.moves) return still(field.isPositive(a.value));
      const { height, slope } = sides.step(a.value, a.slope);
      return { value: height, slope, moves: true };
    },
  };
}
