import { rational } from '../../arithmetic/rational.js';
import { type Field, NotFollowed, subtract } from './field.js';

/** A value and its derivative along one direction. */
export interface Dual<T> {
  readonly value: T;
  readonly slope: T;
}

/**
 * First-order arithmetic over a field. `sizeAtZero` says what |a| contributes where a is 0 and its slope is not: an element
 * of the subdifferential times that slope.
 */
export function dualField<T>(
  field: Field<T>,
  isZero: (value: T) => boolean,
  sizeAtZero: (slope: T) => T,
): Field<Dual<T>> {
  const zero = field.constant(rational(0));
  const half = field.constant(rational(1, 2));
  const two = field.constant(rational(2));
  const chained = (value: T, derivative: T, slope: T): Dual<T> => ({ value, slope: field.multiply(derivative, slope) });
  return {
    constant: (value) => ({ value: field.constant(value), slope: zero }),
    pi: { value: field.pi, slope: zero },
    add: (a, b) => ({ value: field.add(a.value, b.value), slope: field.add(a.slope, b.slope) }),
    multiply: (a, b) => ({
      value: field.multiply(a.value, b.value),
      slope: field.add(field.multiply(a.slope, b.value), field.multiply(a.value, b.slope)),
    }),
    invert: (a) => {
      const inverse = field.invert(a.value);
      return chained(inverse, subtract(field, zero, field.multiply(inverse, inverse)), a.slope);
    },
    exp: (a) => {
      const value = field.exp(a.value);
      return chained(value, value, a.slope);
    },
    log: (a) => chained(field.log(a.value), field.invert(a.value), a.slope),
    sqrt: (a) => {
      const value = field.sqrt(a.value);
      return isZero(a.slope)
        ? { value, slope: zero }
        : chained(value, field.multiply(half, field.invert(value)), a.slope);
    },
    sin: (a) => chained(field.sin(a.value), field.cos(a.value), a.slope),
    cos: (a) => chained(field.cos(a.value), subtract(field, zero, field.sin(a.value)), a.slope),
    erf: (a) => {
      const density = field.exp(subtract(field, zero, field.multiply(a.value, a.value)));
      const derivative = field.multiply(field.multiply(two, density), field.invert(field.sqrt(field.pi)));
      return chained(field.erf(a.value), derivative, a.slope);
    },
    vanishes: (a) => field.vanishes(a.value),
    size: (a) => {
      if (!isZero(a.value)) return chained(field.size(a.value), field.sign(a.value), a.slope);
      return { value: zero, slope: isZero(a.slope) ? zero : sizeAtZero(a.slope) };
    },
    sign: (a) => {
      if (isZero(a.value)) throw new NotFollowed('the sign of what is 0');
      return { value: field.sign(a.value), slope: zero };
    },
  };
}
