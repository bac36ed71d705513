import { isZero as isZeroNumber, plus, type Rational, rational, times } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
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
    const { base } = this;
    if (this.isStill(a)) return this.still(base.apply(name, this.at(a, 0), of));
    switch (name) {
      case 'exp':
        return this.solved(base.apply(name, this.requireAnalytic(a), of), (y) => this.multiply(this.slope(a), y));
      case 'log':
        return this.integrated(base.apply(name, this.requireAnalytic(a), of), this.quotient(this.slope(a), a, of));
      case 'arctan': {
        const below = this.add(this.constant(rational(1)), this.multiply(a, a));
        return this.integrated(base.apply(name, this.requireAnalytic(a), of), this.quotient(this.slope(a), below, of));
      }
      case 'erf': {
        const density = this.apply('exp', this.multiply(this.constant(rational(-1)), this.multiply(a, a)), of);
        const factor = this.multiply(this.constant(rational(2)), this.invert(this.apply('sqrt', this.pi, of), of));
        const slope = this.multiply(this.slope(a), this.multiply(factor, density));
        return this.integrated(base.apply(name, this.requireAnalytic(a), of), slope);
      }
      case 'tanh':
        return this.solved(base.apply(name, this.requireAnalytic(a), of), (y) => {
          const square = this.multiply(this.constant(rational(-1)), this.multiply(y, y));
          return this.multiply(this.slope(a), this.add(this.constant(rational(1)), square));
        });
      case 'sin':
      case 'cos':
        return this.sineAndCosine(a, of)[name === 'sin' ? 0 : 1];
      case 'sqrt':
        return this.root(a, rational(1, 2), of);
      default:
        throw new NotFollowed(`${name} of what vanishes in a limit`);
    }
  }

  /** From a y' = p a' y: n a₀ yₙ = Σ (p k − n + k) aₖ yₙ₋ₖ. */
  root(a: Series<T>, exponent: Rational, of: Formula): Series<T> {
    const first = this.requireAnalytic(a);
    const result = [this.base.root(first, exponent, of)];
    if (this.isStill(a)) return this.still(result[0]);
    this.requireUnit(first);
    const inverse = this.base.invert(first, of);
    for (let n = 1; n < Math.min(this.terms, a.lowest + a.coefficients.length); n++) {
      const sum = this.total(
        indices(n).map((i) => {
          const weight = plus(times(exponent, rational(i + 1)), rational(i + 1 - n));
          return this.scaled(this.product(this.at(a, i + 1), result[n - 1 - i]), weight);
        }),
      );
      result.push(this.scaled(this.product(inverse, sum), rational(1, n)));
    }
    return { lowest: 0, coefficients: result };
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

  private isStill({ lowest, coefficients }: Series<T>): boolean {
    return coefficients.every((one, i) => lowest + i === 0 || this.tests.isZero(one));
  }

  private requireUnit(value: T): void {
    if (!this.tests.isUnit(value)) throw new NotFollowed('what is divided by in a limit may be 0');
  }

  private quotient(a: Series<T>, b: Series<T>, of: Formula): Series<T> {
    return this.multiply(a, this.invert(b, of));
  }

  private slope({ lowest, coefficients }: Series<T>): Series<T> {
    return { lowest: lowest - 1, coefficients: coefficients.map((one, i) => this.scaled(one, rational(lowest + i))) };
  }

  private integrated(value: T, slope: Series<T>): Series<T> {
    this.requireAnalytic(slope);
    const length = slope.lowest + slope.coefficients.length;
    const rest = indices(length).map((i) => this.scaled(this.at(slope, i), rational(1, i + 1)));
    return { lowest: 0, coefficients: [value, ...rest] };
  }

  /** The series y with y' = f(y), whose terms f gives one after the other. */
  private solved(value: T, f: (y: Series<T>) => Series<T>): Series<T> {
    let y: Series<T> = { lowest: 0, coefficients: [value] };
    for (let known = 1; known < this.terms; known++) {
      const slope = f({ lowest: 0, coefficients: [...y.coefficients, this.zero] });
      if (slope.lowest + slope.coefficients.length < known) break;
      y = { lowest: 0, coefficients: [...y.coefficients, this.scaled(this.at(slope, known - 1), rational(1, known))] };
    }
    return y;
  }

  /** s' = a' c, c' = −a' s */
  private sineAndCosine(a: Series<T>, of: Formula): readonly [Series<T>, Series<T>] {
    const start = this.requireAnalytic(a);
    const slope = this.slope(a);
    let [s, c] = (['sin', 'cos'] as const).map((name) => [this.base.apply(name, start, of)]);
    for (let known = 1; known < Math.min(this.terms, slope.lowest + slope.coefficients.length + 1); known++) {
      const [ds, dc] = [c, s].map((one) =>
        this.at(this.multiply(slope, { lowest: 0, coefficients: [...one, this.zero] }), known - 1),
      );
      [s, c] = [
        [...s, this.scaled(ds, rational(1, known))],
        [...c, this.scaled(dc, rational(-1, known))],
      ];
    }
    return [
      { lowest: 0, coefficients: s },
      { lowest: 0, coefficients: c },
    ];
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
