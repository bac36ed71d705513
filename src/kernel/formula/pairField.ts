import type { Rational } from '../../arithmetic/rational.js';
import type { ElementaryFunction, Formula } from './formula.js';
import type { Conditional, Field } from './valueIn.js';

/** A formula's values in two fields. */
export type Pair<A, B> = readonly [A, B];

/** Both fields at once. */
export class PairField<A, B> implements Field<Pair<A, B>> {
  readonly pi: Pair<A, B>;

  constructor(
    private readonly first: Field<A>,
    private readonly second: Field<B>,
  ) {
    this.pi = [first.pi, second.pi];
  }

  constant(value: Rational): Pair<A, B> {
    return [this.first.constant(value), this.second.constant(value)];
  }

  name(name: string): Pair<A, B> {
    return [this.first.name(name), this.second.name(name)];
  }

  add([a, b]: Pair<A, B>, [c, d]: Pair<A, B>): Pair<A, B> {
    return [this.first.add(a, c), this.second.add(b, d)];
  }

  multiply([a, b]: Pair<A, B>, [c, d]: Pair<A, B>): Pair<A, B> {
    return [this.first.multiply(a, c), this.second.multiply(b, d)];
  }

  invert([a, b]: Pair<A, B>, of: Formula): Pair<A, B> {
    return [this.first.invert(a, of), this.second.invert(b, of)];
  }

  apply(name: ElementaryFunction, [a, b]: Pair<A, B>, of: Formula): Pair<A, B> {
    return [this.first.apply(name, a, of), this.second.apply(name, b, of)];
  }

  root([a, b]: Pair<A, B>, exponent: Rational, of: Formula): Pair<A, B> {
    return [this.first.root(a, exponent, of), this.second.root(b, exponent, of)];
  }

  raise([a, b]: Pair<A, B>, [c, d]: Pair<A, B>, of: Formula): Pair<A, B> {
    return [this.first.raise(a, c, of), this.second.raise(b, d, of)];
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => Pair<A, B>): Pair<A, B> {
    return [
      this.first.choose(formula, (one) => evaluate(one)[0]),
      this.second.choose(formula, (one) => evaluate(one)[1]),
    ];
  }

  moment(kind: 'mean' | 'var', of: Formula): Pair<A, B> {
    return [this.first.moment(kind, of), this.second.moment(kind, of)];
  }
}
