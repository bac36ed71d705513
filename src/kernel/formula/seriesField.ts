import { equal, minus, one, type Rational, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { derivative } from './derivative.js';
import { type ElementaryFunction, type Formula, numeral } from './formula.js';
import type { Conditional, Field } from './valueIn.js';

/** Σ coefficients[i] · u^(lowest + i) + O(u^(lowest + number of coefficients)); the coefficients do not depend on u. */
export interface Series {
  readonly lowest: number;
  readonly coefficients: readonly Formula[];
}

/** What is known about the point u = 0 that formulas are expanded at. */
export interface Surroundings {
  /** whether a formula varies with u; what does not is its own series, whatever it is a function of */
  moves(of: Formula): boolean;
  /** what a name changes by with u */
  slope(name: string): Rational;
  /** whether the coefficient of a power vanishes, so that it is not multiplied out; for power 0 this makes poles */
  isZero(a: Formula, power: number): boolean;
  /** throws NotFollowed unless a moving formula may be divided by, or a root be taken of it, given its first coefficient */
  requireUnit(first: Formula, use: 'quotient' | 'root'): void;
  /** s with |a| = s·a about the point, given a at the point and the formula that it is the value of */
  side(a: Formula, of: Formula): Formula;
  /** the sign of what moves */
  jump(a: Formula, of: Formula): Formula;
  /** a conditional that moves */
  choose(formula: Conditional, evaluate: (formula: Formula) => Series): Series;
}

/**
 * Formulas as series in u, of a value and a slope or of more terms and with a pole perhaps, with formulas as coefficients: so
 * nothing is worked out that nobody asks for. Throws NotFollowed where the surroundings do.
 */
export class SeriesField implements Field<Series> {
  constructor(
    private readonly around: Surroundings,
    /** how many terms are carried */
    private readonly terms: number,
  ) {}

  get pi(): Series {
    return this.linear({ kind: 'pi' }, nothing);
  }

  constant(value: Rational): Series {
    return this.linear(numeral(value), nothing);
  }

  name(name: string): Series {
    return this.linear({ kind: 'name', name }, numeral(this.around.slope(name)));
  }

  /** value + slope · u */
  linear(value: Formula, slope: Formula): Series {
    return this.series(
      0,
      indices(this.terms).map((i) => [value, slope][i] ?? nothing),
    );
  }

  add(a: Series, b: Series): Series {
    const lowest = Math.min(a.lowest, b.lowest);
    const end = Math.min(a.lowest + a.coefficients.length, b.lowest + b.coefficients.length);
    const powers = indices(end - lowest).map((i) => lowest + i);
    return this.series(
      lowest,
      powers.map((power) => total([this.at(a, power), this.at(b, power)])),
    );
  }

  multiply(a: Series, b: Series): Series {
    const coefficients = indices(Math.min(a.coefficients.length, b.coefficients.length)).map((n) =>
      total(indices(n + 1).map((k) => product(a.coefficients[k], b.coefficients[n - k]))),
    );
    return this.series(a.lowest + b.lowest, coefficients);
  }

  invert(a: Series, of: Formula): Series {
    if (!this.around.moves(of)) return this.linear({ kind: 'inverse', of }, nothing);
    const start = a.coefficients.findIndex((one) => one !== nothing);
    if (start < 0) throw new NotFollowed('a division by what is not seen to differ from 0');
    const [lead, ...rest] = a.coefficients.slice(start);
    this.around.requireUnit(lead, 'quotient');
    const first: Formula = { kind: 'inverse', of: lead };
    const result: Formula[] = [first];
    for (const n of indices(rest.length)) {
      const sum = total(indices(n + 1).map((k) => product(rest[k], result[n - k])));
      result.push(product(numeral(-1), product(first, sum)));
    }
    return this.series(-(a.lowest + start), result);
  }

  apply(name: ElementaryFunction, a: Series, of: Formula): Series {
    if (!this.around.moves(of)) return this.linear({ kind: 'function', name, of }, nothing);
    const start = this.valueOf(a);
    const first: Formula = { kind: 'function', name, of: start };
    switch (name) {
      case 'abs':
        return this.multiply(this.linear(this.around.side(start, of), nothing), a);
      case 'sign':
        return this.linear(this.around.jump(start, of), nothing);
      case 'sqrt':
        return this.root(a, rational(1, 2), of);
    }
    const slope = (at: Series) => derivative(this, name, at, of);
    return name === 'exp' || name === 'tanh' ? this.solved(first, a, slope) : this.integrated(first, a, slope);
  }

  root(a: Series, exponent: Rational, of: Formula): Series {
    const start = this.valueOf(a);
    const first: Formula = { kind: 'power', base: start, exponent: numeral(exponent) };
    if (!this.around.moves(of)) return this.linear(first, nothing);
    this.around.requireUnit(start, 'root');
    return this.integrated(first, a, (shorter) =>
      this.multiply(this.constant(exponent), this.root(shorter, minus(exponent, rational(1)), of)),
    );
  }

  /** a^b = exp(b log a) */
  raise(a: Series, exponent: Series, of: Formula): Series {
    const start = this.valueOf(a);
    if (this.around.moves(of)) this.around.requireUnit(start, 'root');
    const first: Formula = { kind: 'power', base: start, exponent: this.valueOf(exponent) };
    return this.solved(first, this.multiply(exponent, this.apply('log', a, of)), (value) => value);
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => Series): Series {
    return this.around.moves(formula) ? this.around.choose(formula, evaluate) : this.linear(formula, nothing);
  }

  moment(): never {
    throw new NotFollowed('a moment stands in a formula of the model');
  }

  /** The coefficient of a power of u; throws NotFollowed where so many terms are not known. */
  at({ lowest, coefficients }: Series, power: number): Formula {
    if (power >= lowest + coefficients.length) throw new NotFollowed('a limit of too high an order');
    return coefficients[power - lowest] ?? nothing;
  }

  /** The value at u = 0. Throws NotFollowed for a pole. */
  valueOf(a: Series): Formula {
    if (a.coefficients.some((one, i) => a.lowest + i < 0 && one !== nothing)) {
      throw new NotFollowed('a quotient without a limit');
    }
    return this.at(a, 0);
  }

  private series(lowest: number, coefficients: readonly Formula[]): Series {
    const isZero = (one: Formula, i: number) => one === nothing || this.around.isZero(one, lowest + i);
    return { lowest, coefficients: coefficients.map((one, i) => (isZero(one, i) ? nothing : one)) };
  }

  /** y with y' = g(y) a', term by term: what is shared by all of them is one formula. */
  private solved(first: Formula, a: Series, slopeOf: (value: Series) => Series): Series {
    const terms = indices(a.lowest + a.coefficients.length).map((i) => this.at(a, i));
    const value = [first];
    for (const n of indices(terms.length - 1)) {
      const slope = () => slopeOf(this.series(0, value));
      value.push(this.at(this.integrated(first, this.series(0, terms.slice(0, n + 2)), slope), n + 1));
    }
    return this.series(0, value);
  }

  /** y with y' = f'(a) a', from what f' gives of a with one term less. */
  private integrated(value: Formula, { lowest, coefficients }: Series, slopeAt: (shorter: Series) => Series): Series {
    const start = Math.max(lowest, 1);
    const moving = coefficients.slice(start - lowest);
    const moved = moving.map((one, i) => product(numeral(start + i), one));
    const slope =
      moving.length === 0
        ? null
        : this.multiply(this.series(start - 1, moved), slopeAt({ lowest, coefficients: coefficients.slice(0, -1) }));
    return this.series(
      0,
      indices(start + moving.length).map((n) =>
        n === 0 ? value : slope === null ? nothing : product(numeral(rational(1, n)), this.at(slope, n - 1)),
      ),
    );
  }
}

/** The coefficient 0, told apart by its identity. */
export const nothing = numeral(0);

/** The sum of coefficients. */
export function total(parts: readonly Formula[]): Formula {
  const others = parts.filter((one) => one !== nothing);
  return others.length > 1 ? { kind: 'sum', parts: others } : (others[0] ?? nothing);
}

/** The product of two coefficients. */
export function product(a: Formula, b: Formula): Formula {
  if (a === nothing || b === nothing) return nothing;
  return a.kind === 'number' && equal(a.value, one) ? b : { kind: 'product', parts: [a, b] };
}

function indices(length: number): number[] {
  return Array.from({ length: Math.max(0, length) }, (_, i) => i);
}
