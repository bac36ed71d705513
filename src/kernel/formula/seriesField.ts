import { isZero as isZeroNumber, minus, type Rational, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { derivative } from './derivative.js';
import type { ElementaryFunction, Formula } from './formula.js';
import type { Conditional, Field } from './valueIn.js';

/** Σ coefficients[i] · u^(lowest + i) + O(u^(lowest + number of coefficients)). */
export interface Series<T> {
  readonly lowest: number;
  readonly coefficients: readonly T[];
}

/** What has to be known of coefficients: that one is 0 wherever it has a value, that one is not 0 at the point. */
export interface CoefficientTests<T> {
  isZero(a: T): boolean;
  isUnit(a: T): boolean;
}

/**
 * Formulas as series in one name u, with a pole perhaps, over a field of functions that are analytic: what is divided by must
 * be a power of u times what is not 0 at the point, so that the terms written down are those of an analytic function.
 * Throws NotFollowed for all else.
 */
export class SeriesField<T> implements Field<Series<T>> {
  readonly pi: Series<T>;
  private readonly zero: T;

  constructor(
    private readonly base: Field<T>,
    private readonly tests: CoefficientTests<T>,
    private readonly variable: string,
    /** how many terms are carried */
    private readonly terms: number,
  ) {
    this.zero = base.constant(rational(0));
    this.pi = this.still(base.pi);
  }

  constant(value: Rational): Series<T> {
    return this.still(this.base.constant(value));
  }

  name(name: string): Series<T> {
    return name === this.variable ? { ...this.constant(rational(1)), lowest: 1 } : this.still(this.base.name(name));
  }

  add(a: Series<T>, b: Series<T>): Series<T> {
    const lowest = Math.min(a.lowest, b.lowest);
    const end = Math.min(a.lowest + a.coefficients.length, b.lowest + b.coefficients.length);
    const coefficients = indices(end - lowest).map((i) =>
      this.base.add(this.at(a, lowest + i), this.at(b, lowest + i)),
    );
    return { lowest, coefficients };
  }

  multiply(a: Series<T>, b: Series<T>): Series<T> {
    const length = Math.min(a.coefficients.length, b.coefficients.length);
    const coefficients = indices(length).map((n) =>
      this.total(indices(n + 1).map((k) => this.product(a.coefficients[k], b.coefficients[n - k]))),
    );
    return { lowest: a.lowest + b.lowest, coefficients };
  }

  invert(a: Series<T>, of: Formula): Series<T> {
    const start = a.coefficients.findIndex((one) => !this.tests.isZero(one));
    if (start < 0) throw new NotFollowed('a division by what is not seen to differ from 0');
    const [lead, ...rest] = a.coefficients.slice(start);
    const lowest = -(a.lowest + start);
    if (lowest !== 0 || !this.isStill(a)) this.requireUnit(lead);
    const first = this.base.invert(lead, of);
    const result = [first];
    for (const n of indices(rest.length)) {
      const sum = this.total(indices(n + 1).map((k) => this.product(rest[k], result[n - k])));
      result.push(this.scaled(this.product(first, sum), rational(-1)));
    }
    return { lowest, coefficients: result };
  }

  apply(name: ElementaryFunction, a: Series<T>, of: Formula): Series<T> {
    if (this.isStill(a)) return this.still(this.base.apply(name, this.at(a, 0), of));
    if (name === 'sqrt') return this.root(a, rational(1, 2), of);
    const first = this.base.apply(name, this.requireAnalytic(a), of);
    return this.integrated(first, a, (shorter) =>
      derivative(this, name, shorter, () => this.apply(name, shorter, of), of),
    );
  }

  root(a: Series<T>, exponent: Rational, of: Formula): Series<T> {
    const start = this.requireAnalytic(a);
    const first = this.base.root(start, exponent, of);
    if (this.isStill(a)) return this.still(first);
    this.requireUnit(start);
    return this.integrated(first, a, (shorter) =>
      this.multiply(this.constant(exponent), this.root(shorter, minus(exponent, rational(1)), of)),
    );
  }

  raise(a: Series<T>, exponent: Series<T>, of: Formula): Series<T> {
    if (!this.isStill(a) || !this.isStill(exponent)) throw new NotFollowed('a power in a limit');
    return this.still(this.base.raise(this.at(a, 0), this.at(exponent, 0), of));
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => Series<T>): Series<T> {
    return this.still(
      this.base.choose(formula, (one) => {
        const value = evaluate(one);
        if (!this.isStill(value)) throw new NotFollowed('a condition on what vanishes in a limit');
        return this.at(value, 0);
      }),
    );
  }

  moment(): never {
    throw new NotFollowed('a moment stands in a formula of the model');
  }

  /** The coefficient of a power of u; throws NotFollowed where so many terms are not known. */
  at({ lowest, coefficients }: Series<T>, power: number): T {
    if (power >= lowest + coefficients.length) throw new NotFollowed('a limit of too high an order');
    return coefficients[power - lowest] ?? this.zero;
  }

  /** The value at u = 0. Throws NotFollowed for a pole. */
  requireAnalytic(a: Series<T>): T {
    if (!a.coefficients.every((one, i) => a.lowest + i >= 0 || this.tests.isZero(one))) {
      throw new NotFollowed('a quotient without a limit');
    }
    return this.at(a, 0);
  }

  private still(value: T): Series<T> {
    return { lowest: 0, coefficients: indices(this.terms).map((i) => (i === 0 ? value : this.zero)) };
  }

  /** Whether all terms that are carried are known, and 0 but for the value at u = 0. */
  private isStill({ lowest, coefficients }: Series<T>): boolean {
    const isKnown = lowest + coefficients.length >= this.terms;
    return isKnown && coefficients.every((one, i) => lowest + i === 0 || this.tests.isZero(one));
  }

  private requireUnit(value: T): void {
    if (!this.tests.isUnit(value)) throw new NotFollowed('what is divided by in a limit may be 0');
  }

  /** y with y' = f'(a) a', from what f' gives of a with one term less. */
  private integrated(
    value: T,
    { lowest, coefficients }: Series<T>,
    slopeAt: (shorter: Series<T>) => Series<T>,
  ): Series<T> {
    const start = Math.max(lowest, 1);
    const moving = coefficients.slice(start - lowest);
    const length = start + moving.length;
    const still = indices(length).map((n) => (n === 0 ? value : this.zero));
    if (moving.length === 0) return { lowest: 0, coefficients: still };
    const moved = { lowest: start - 1, coefficients: moving.map((one, i) => this.scaled(one, rational(start + i))) };
    const slope = this.multiply(moved, slopeAt({ lowest, coefficients: coefficients.slice(0, -1) }));
    return {
      lowest: 0,
      coefficients: still.map((one, n) => (n === 0 ? one : this.scaled(this.at(slope, n - 1), rational(1, n)))),
    };
  }

  private total(values: readonly T[]): T {
    const others = values.filter((one) => one !== this.zero);
    return others.length === 0 ? this.zero : others.reduce((x, y) => this.base.add(x, y));
  }

  private product(a: T, b: T): T {
    return this.tests.isZero(a) || this.tests.isZero(b) ? this.zero : this.base.multiply(a, b);
  }

  private scaled(a: T, factor: Rational): T {
    return isZeroNumber(factor) || this.tests.isZero(a) ? this.zero : this.base.multiply(this.base.constant(factor), a);
  }
}

function indices(length: number): number[] {
  return Array.from({ length: Math.max(0, length) }, (_, i) => i);
}
