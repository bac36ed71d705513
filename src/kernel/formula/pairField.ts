import type { Field } from './valueIn.js';

/** A formula's values in two fields. */
export type Pair<A, B> = readonly [A, B];

/** Both fields at once. */
export function pairField<A, B>(first: Field<A>, second: Field<B>): Field<Pair<A, B>> {
  return {
    pi: [first.pi, second.pi],
    constant: (value) => [first.constant(value), second.constant(value)],
    name: (name) => [first.name(name), second.name(name)],
    add: ([a, b], [c, d]) => [first.add(a, c), second.add(b, d)],
    multiply: ([a, b], [c, d]) => [first.multiply(a, c), second.multiply(b, d)],
    invert: ([a, b], of) => [first.invert(a, of), second.invert(b, of)],
    apply: (name, [a, b], of) => [first.apply(name, a, of), second.apply(name, b, of)],
    root: ([a, b], exponent, of) => [first.root(a, exponent, of), second.root(b, exponent, of)],
    raise: ([a, b], [c, d], of) => [first.raise(a, c, of), second.raise(b, d, of)],
    choose: (formula, evaluate) => [
      first.choose(formula, (one) => evaluate(one)[0]),
      second.choose(formula, (one) => evaluate(one)[1]),
    ],
    moment: (kind, of) => [first.moment(kind, of), second.moment(kind, of)],
  };
}
