import { minus, type Rational, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { derivative } from './derivative.js';
import type { ElementaryFunction, Formula } from './formula.js';
import { type Conditional, type Field, subtract } from './valueIn.js';

/** A value and its derivative along one direction. */
export interface Tangent<T> {
  readonly value: T;
  readonly slope: T;
}

/** How a formula is differentiated where it may have a kink, and what is known of where it is smooth. */
export interface Kinks<T> {
  /** whether a formula varies along the directions at all; what does not has no slope, whatever it is a function of */
  moves(of: Formula): boolean;
  /** s with |a| = s·a about the point */
  side(a: Tangent<T>, of: Formula): T;
  /** the sign of what moves */
  jump(a: Tangent<T>, of: Formula): T;
  /** a conditional of which a condition moves */
  choose(formula: Conditional, evaluate: (formula: Formula) => Tangent<T>): Tangent<T>;
  /** throws NotFollowed unless a moving argument of a logarithm or a denominator keeps one value about the point */
  requireContinuous(a: T): void;
  /** throws NotFollowed unless what is under a root is shown not to be 0 */
  requirePositive(a: Tangent<T>, of: Formula): void;
}

/** First-order arithmetic over a field: values and derivatives along a direction, by the rules of differentiation. */
export class TangentField<T> implements Field<Tangent<T>> {
  readonly pi: Tangent<T>;
  private readonly zero: T;

  constructor(
    private readonly field: Field<T>,
    private readonly kinks: Kinks<T>,
    /** the direction's component along a name */
    private readonly direction: (name: string) => Rational,
    /** whether a slope is 0, so that it needs no product */
    private readonly vanishes: (slope: T) => boolean = () => false,
  ) {
    this.zero = field.constant(rational(0));
    this.pi = { value: field.pi, slope: this.zero };
  }

  constant(value: Rational): Tangent<T> {
    return { value: this.field.constant(value), slope: this.zero };
  }

  name(name: string): Tangent<T> {
    return { value: this.field.name(name), slope: this.field.constant(this.direction(name)) };
  }

  add(a: Tangent<T>, b: Tangent<T>): Tangent<T> {
    const { field } = this;
    return new Late(field.add(a.slope, b.slope), () => field.add(a.value, b.value));
  }

  multiply(a: Tangent<T>, b: Tangent<T>): Tangent<T> {
    const { field } = this;
    const moved = (slope: T, beside: Tangent<T>): T | null =>
      this.vanishes(slope) ? null : field.multiply(slope, beside.value);
    const [left, right] = [moved(a.slope, b), moved(b.slope, a)];
    const slope = left === null || right === null ? (left ?? right ?? this.zero) : field.add(left, right);
    return new Late(slope, () => field.multiply(a.value, b.value));
  }

  invert(a: Tangent<T>, of: Formula): Tangent<T> {
    const { field } = this;
    if (!this.kinks.moves(of)) return new Late(this.zero, () => field.invert(a.value, of));
    const value = field.invert(a.value, of);
    this.kinks.requireContinuous(a.value);
    return this.chained(value, subtract(field, this.zero, field.multiply(value, value)), a);
  }

  apply(name: ElementaryFunction, a: Tangent<T>, of: Formula): Tangent<T> {
    const { field, kinks } = this;
    if (!kinks.moves(of) || (isSmooth(name) && this.vanishes(a.slope))) {
      return new Late(this.zero, () => field.apply(name, a.value, of));
    }
    switch (name) {
      case 'abs': {
        const side = kinks.side(a, of);
        return { value: field.multiply(side, a.value), slope: field.multiply(side, a.slope) };
      }
      case 'sign':
        return { value: kinks.jump(a, of), slope: this.zero };
      case 'sqrt':
        return this.root(a, rational(1, 2), of);
      case 'log':
        kinks.requireContinuous(a.value);
        break;
    }
    const value = field.apply(name, a.value, of);
    return this.chained(
      value,
      derivative(field, name, a.value, () => value, of),
      a,
    );
  }

  /** p a^(p − 1) a', which needs a > 0 */
  root(a: Tangent<T>, exponent: Rational, of: Formula): Tangent<T> {
    const { field, kinks } = this;
    if (!kinks.moves(of)) return new Late(this.zero, () => field.root(a.value, exponent, of));
    const value = field.root(a.value, exponent, of);
    kinks.requireContinuous(a.value);
    kinks.requirePositive(a, of);
    const derivative = field.multiply(field.constant(exponent), field.root(a.value, minus(exponent, rational(1)), of));
    return this.chained(value, derivative, a);
  }

  /** a^b = exp(b log a) */
  raise(a: Tangent<T>, exponent: Tangent<T>, of: Formula): Tangent<T> {
    if (this.kinks.moves(of)) this.kinks.requirePositive(a, of);
    const value = this.field.raise(a.value, exponent.value, of);
    const logarithm = this.apply('log', a, of);
    const { slope } = this.multiply(exponent, logarithm);
    return { value, slope: this.field.multiply(value, slope) };
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => Tangent<T>): Tangent<T> {
    return this.kinks.choose(formula, evaluate);
  }

  moment(): never {
    throw new NotFollowed('a moment stands in a formula of the model');
  }

  private chained(value: T, derivative: T, a: Tangent<T>): Tangent<T> {
    return { value, slope: this.field.multiply(derivative, a.slope) };
  }
}

/** Whether a function has a derivative wherever its argument has a value. */
function isSmooth(name: ElementaryFunction): boolean {
  return !['abs', 'sign', 'sqrt', 'log'].includes(name);
}

/** A value that is worked out where it is asked for: what has no slope is multiplied out nowhere. */
class Late<T> implements Tangent<T> {
  private known: T | undefined;

  constructor(
    readonly slope: T,
    private readonly compute: () => T,
  ) {}

  get value(): T {
    this.known ??= this.compute();
    return this.known;
  }
}
