import { compare, isZero, minus, one, plus, type Rational, rational, sign, times } from '../../arithmetic/rational.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { type Field, NotFollowed, subtract, valueIn, wholePower } from './field.js';
import {
  asNumber,
  atomPolynomial,
  constantPolynomial,
  inverseTerm,
  normalised,
  type Polynomial,
  polynomialOf,
  polynomialText,
  productOf,
  productOfTerms,
  scaled,
  sharedPowers,
  sumOf,
  type Term,
} from './polynomial.js';
import { primesOf } from './primes.js';
import { type Relations, withRelations } from './relations.js';

/** above / below, polynomials in atoms; below is not the zero polynomial. */
export interface Quotient {
  readonly above: Polynomial;
  readonly below: Polynomial;
}

/**
 * Quotients of polynomials in names and in atoms exp(m), log q, sqrt q, sin q, cos q, erf q, sign q, mean q.
 *
 * Atoms are told apart by their texts and obey few relations (exponentials add up, roots and signs square, cos² = 1 − sin²):
 * what vanishes here vanishes; the converse may fail.
 */
export class QuotientField implements Field<Quotient> {
  /** what an atom's square is */
  private readonly squares = new Map<string, Polynomial>();
  private readonly inverseOf = new Map<
    string,
    Relations['inverses'] extends ReadonlyMap<string, infer V> ? V : never
  >();
  private readonly names = new Map<string, string>();
  private work = 0;
  private readonly dataAtoms = new Set<string>();
  private readonly weakAtoms = new Set<string>();
  readonly pi = this.whole(atomPolynomial('pi'));

  /** `inverses`: a sum below the line is kept there, or made an atom. */
  constructor(
    data: readonly string[],
    private readonly inverses: 'fractions' | 'atoms' = 'fractions',
  ) {
    for (const name of data) this.dataAtoms.add(`$${name}`);
  }

  name(name: string): Quotient {
    return this.whole(atomPolynomial(`$${name}`));
  }

  /** What an atom's kind alone says of its sign. */
  atomSign(atom: string): 1 | 'nonnegative' | null {
    if (atom === 'pi' || atom.startsWith('exp(')) return 1;
    return this.weakAtoms.has(atom) ? 'nonnegative' : null;
  }

  /** The square roots among the atoms of a polynomial, with their squares. */
  rootsIn(polynomial: Polynomial): { readonly atom: string; readonly square: Polynomial }[] {
    const atoms = new Set([...polynomial.values()].flatMap(({ powers }) => [...powers.keys()]));
    return [...atoms].flatMap((atom) => {
      const square = this.squares.get(atom);
      return atom.startsWith('sqrt(') && square !== undefined ? [{ atom, square }] : [];
    });
  }

  /** The polynomial with the relations of its atoms applied. */
  polynomial(above: Polynomial): Quotient {
    return this.whole(above);
  }

  isZero({ above }: Quotient): boolean {
    return above.size === 0;
  }

  equal(a: Quotient, b: Quotient): boolean {
    return this.isZero(subtract(this, a, b));
  }

  constant(value: Rational): Quotient {
    return this.whole(constantPolynomial(value));
  }

  add(a: Quotient, b: Quotient): Quotient {
    if (polynomialText(a.below) === polynomialText(b.below)) return this.reduced(sumOf(a.above, b.above), a.below);
    const above = sumOf(this.product(a.above, b.below), this.product(b.above, a.below));
    return this.reduced(above, this.product(a.below, b.below));
  }

  multiply(a: Quotient, b: Quotient): Quotient {
    return this.reduced(this.product(a.above, b.above), this.product(a.below, b.below));
  }

  invert(a: Quotient): Quotient {
    if (this.isZero(a)) throw new NotFollowed('a division by 0');
    return this.reduced(a.below, a.above);
  }

  /** exp(Σ c m) = Π exp(m)^c */
  exp({ above, below }: Quotient): Quotient {
    const under = polynomialText(below);
    let result = constantPolynomial(one);
    for (const { coefficient, powers } of above.values()) {
      const text = polynomialText(polynomialOf([{ coefficient: one, powers }]));
      const atom = this.atom(`exp(${text} / ${under})`, [polynomialOf([{ coefficient: one, powers }]), below]);
      result = this.product(result, atomPolynomial(atom, coefficient));
    }
    return this.whole(result);
  }

  log(a: Quotient): Quotient {
    return this.numberOf(a, 1) ? this.constant(rational(0)) : this.opaque('log', a);
  }

  /** √ of a positive number, of π and of exponentials comes out of a single term, one prime at a time */
  sqrt(a: Quotient): Quotient {
    if (this.isZero(a)) return a;
    const [term, ...others] = a.above.values();
    if (others.length > 0 || asNumber(a.below) === null || sign(term.coefficient) < 0) return this.root(a);
    const positive = [...term.powers].filter(([atom]) => this.atomSign(atom) === 1);
    const rest = new Map([...term.powers].filter(([atom]) => this.atomSign(atom) !== 1));
    const { numerator, denominator } = term.coefficient;
    const parts = [
      ...primesOf(numerator * denominator).map((prime) => this.root(this.constant(rational(prime)))),
      this.constant(rational(1n, denominator)),
      ...positive.map(([atom, power]) =>
        atom === 'pi'
          ? wholePower(this, this.root(this.pi), Number(power.numerator))
          : this.whole(atomPolynomial(atom, times(power, rational(1, 2)))),
      ),
      ...(rest.size === 0 ? [] : [this.root(this.whole(polynomialOf([{ coefficient: one, powers: rest }])))]),
    ];
    return parts.reduce((x, y) => this.multiply(x, y));
  }

  private root(a: Quotient): Quotient {
    const root = this.opaque('sqrt', a);
    // √(above/below)² · below = above; only a polynomial can be put in place of the square
    const [atom] = [...root.above.values()].flatMap(({ powers }) => [...powers.keys()]);
    this.weakAtoms.add(atom);
    const value = asNumber(a.below);
    if (value !== null) this.squares.set(atom, scaled(a.above, rational(value.denominator, value.numerator)));
    return root;
  }

  sin(a: Quotient): Quotient {
    return this.odd('sin', a);
  }

  cos(a: Quotient): Quotient {
    if (this.isZero(a)) return this.constant(one);
    const { factor } = normalised(a.above);
    const turned = sign(factor) < 0 ? this.multiply(this.constant(rational(-1)), a) : a;
    const cosine = this.opaque('cos', turned);
    const sine = this.opaque('sin', turned);
    const [atom] = [...cosine.above.values()].flatMap(({ powers }) => [...powers.keys()]);
    const unit = constantPolynomial(one);
    this.squares.set(atom, sumOf(unit, scaled(this.product(sine.above, sine.above), rational(-1))));
    return cosine;
  }

  erf(a: Quotient): Quotient {
    return this.odd('erf', a);
  }

  vanishes(a: Quotient): boolean | null {
    if (this.isZero(a)) return true;
    return this.numberIn(a) === null ? null : false;
  }

  size(a: Quotient): Quotient {
    return this.isZero(a) ? a : this.multiply(a, this.orientation(a, this.constant(rational(0))));
  }

  /**
   * σ = ±1 with |a| = σ·a; where a is 0 that of one of the regions that meet there. Arguments with equal values on a set
   * may part off it, so that σ is one for arguments whose values and slopes are equal, or equal up to a number.
   */
  orientation(a: Quotient, slope: Quotient): Quotient {
    const value = this.numberIn(a);
    if (value !== null && !isZero(value)) return this.constant(rational(sign(value)));
    const { factor } = normalised(this.isZero(a) ? slope.above : a.above);
    if (isZero(factor)) return this.constant(one);
    const [of, along] = [a, slope].map((one) => this.multiply(one, this.constant(inverted(factor))));
    const atom = this.atom(`orientation(${quotientText(of)}; ${quotientText(along)})`, [
      of.above,
      of.below,
      along.above,
      along.below,
    ]);
    this.squares.set(atom, constantPolynomial(one));
    return this.whole(scaled(atomPolynomial(atom), rational(sign(factor))));
  }

  isPositive(a: Quotient): Quotient {
    const value = this.numberIn(a);
    if (value !== null) return this.constant(rational(sign(value) > 0 ? 1 : 0));
    // a and a positive multiple of it have one sign, and below² > 0
    const { factor, rest } = normalised(this.product(a.above, a.below));
    const side = scaled(rest, rational(sign(factor)));
    const atom = this.atom(`positive(${polynomialText(side)})`, [side]);
    this.squares.set(atom, atomPolynomial(atom));
    return this.whole(atomPolynomial(atom));
  }

  /** Whether a is positive on one side of where it is 0, and a slope of which nothing is known but that it is none where a's is. */
  step(a: Quotient, slope: Quotient): { readonly height: Quotient; readonly slope: Quotient } {
    const value = this.numberIn(a);
    const zero = this.constant(rational(0));
    if (value !== null && !isZero(value)) return { height: this.isPositive(a), slope: zero };
    const steep = this.opaqueStep('steep', a, slope);
    if (value === null) return { height: this.isPositive(a), slope: this.multiply(steep, slope) };
    // 0 all over the set: a step even where its slope is 0, as that of w^3
    const height = this.opaqueStep('height', a, slope);
    return { height, slope: steep };
  }

  private opaqueStep(name: string, a: Quotient, slope: Quotient): Quotient {
    const parts = [a.above, a.below, slope.above, slope.below];
    return this.whole(atomPolynomial(this.atom(`${name}(${quotientText(a)}; ${quotientText(slope)})`, parts)));
  }

  /** mean or var over the samples of a formula whose names stand for atoms of this field. */
  moment(kind: 'mean' | 'var', argument: Expression): Quotient {
    const value = valueIn(
      { field: this, value: (name) => this.name(name), moment: (k, a) => this.moment(k, a) },
      argument,
    );
    const mean = this.mean(value);
    if (kind === 'mean') return mean;
    return subtract(this, this.mean(this.multiply(value, value)), this.multiply(mean, mean));
  }

  /** Linear in the terms; what does not depend on the sample comes out. */
  private mean({ above, below }: Quotient): Quotient {
    const inside = this.hasData(below);
    let result = this.constant(rational(0));
    for (const { coefficient, powers } of above.values()) {
      const within = new Map([...powers].filter(([atom]) => this.dataAtoms.has(atom)));
      const outside = new Map([...powers].filter(([atom]) => !this.dataAtoms.has(atom)));
      const outer = this.whole(polynomialOf([{ coefficient, powers: outside }]));
      if (within.size === 0 && !inside) {
        result = this.add(result, outer);
        continue;
      }
      const part = polynomialText(polynomialOf([{ coefficient: one, powers: within }]));
      const under = inside ? normalised(below) : null;
      const text = under === null ? `mean(${part})` : `mean(${part} / ${polynomialText(under.rest)})`;
      const scale = under === null ? one : rational(under.factor.denominator, under.factor.numerator);
      const isSquare = [...within.values()].every(
        ({ numerator, denominator }) => denominator === 1n && numerator % 2n === 0n,
      );
      // what is averaged over the samples is the same for all of them
      const average = this.atom(text, []);
      if (under === null && isSquare) this.weakAtoms.add(average);
      result = this.add(result, this.multiply(outer, this.whole(scaled(atomPolynomial(average), scale))));
    }
    return inside ? result : this.multiply(result, this.invert(this.whole(below)));
  }

  private odd(name: 'sin' | 'erf', a: Quotient): Quotient {
    if (this.isZero(a)) return a;
    if (sign(normalised(a.above).factor) > 0) return this.opaque(name, a);
    const minusOne = this.constant(rational(-1));
    return this.multiply(minusOne, this.opaque(name, this.multiply(minusOne, a)));
  }

  private opaque(name: string, { above, below }: Quotient): Quotient {
    return this.whole(
      atomPolynomial(this.atom(`${name}(${polynomialText(above)} / ${polynomialText(below)})`, [above, below])),
    );
  }

  /** A short name for an atom that is told apart by its text: sqrt(…) is sqrt(12), say. */
  private atom(text: string, parts: readonly Polynomial[]): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = `${text.slice(0, text.indexOf('('))}(${this.names.size})`;
    this.names.set(text, name);
    if (parts.some((part) => this.hasData(part))) this.dataAtoms.add(name);
    return name;
  }

  private hasData(polynomial: Polynomial): boolean {
    return [...polynomial.values()].some(({ powers }) => [...powers.keys()].some((atom) => this.dataAtoms.has(atom)));
  }

  private related(polynomial: Polynomial): Polynomial {
    return withRelations(polynomial, { squares: this.squares, inverses: this.inverseOf });
  }

  /** Throws NotFollowed when the formulas have taken more work than a certificate is worth. */
  private product(a: Polynomial, b: Polynomial): Polynomial {
    this.work += a.size * b.size;
    if (this.work > mostWork) throw new NotFollowed('the formulas are too long');
    return productOf(a, b);
  }

  private whole(above: Polynomial): Quotient {
    return { above: this.related(above), below: constantPolynomial(one) };
  }

  private numberOf(a: Quotient, value: number): boolean {
    const found = this.numberIn(a);
    return found !== null && isZero(minus(found, rational(value)));
  }

  private numberIn({ above, below }: Quotient): Rational | null {
    const [p, q] = [asNumber(above), asNumber(below)];
    return p === null || q === null ? null : rational(p.numerator * q.denominator, p.denominator * q.numerator);
  }

  /** p/q with 1/q as an atom, once the powers that all terms of q share are out of it. */
  private timesInverse(p: Polynomial, q: Polynomial): Quotient {
    const shared = inverseTerm(sharedPowers(q));
    const moved = polynomialOf([...q.values()].map((term) => productOfTerms(term, shared)));
    const { factor, rest } = normalised(moved);
    const atom = this.atom(`inverse(${polynomialText(rest)})`, [rest]);
    const leading = leadingTerm(rest);
    this.inverseOf.set(atom, { leading, others: polynomialOf([...rest.values()].filter((term) => term !== leading)) });
    const outside = productOfTerms(shared, {
      coefficient: rational(factor.denominator, factor.numerator),
      powers: new Map(),
    });
    return this.whole(this.product(p, this.product(polynomialOf([outside]), atomPolynomial(atom))));
  }

  /** Relations applied; a single term below moves above; below starts with the coefficient 1. */
  private reduced(above: Polynomial, below: Polynomial): Quotient {
    const [p, q] = [this.related(above), this.related(below)];
    if (q.size === 0) throw new NotFollowed('a division by 0');
    if (p.size === 0) return { above: p, below: constantPolynomial(one) };
    if (q.size === 1) {
      const [term] = q.values();
      const inverse = inverseTerm(term);
      const moved = polynomialOf([...p.values()].map((single) => productOfTerms(single, inverse)));
      return { above: this.related(moved), below: constantPolynomial(one) };
    }
    if (this.inverses === 'atoms') return this.timesInverse(p, q);
    const { factor, rest } = normalised(q);
    const quotient = scaled(p, rational(factor.denominator, factor.numerator));
    const whole = normalised(quotient);
    if (polynomialText(whole.rest) === polynomialText(rest)) return this.constant(whole.factor);
    return { above: quotient, below: rest };
  }
}

/** Products of terms, in all: a second's work. */
const mostWork = 500_000;

function inverted({ numerator, denominator }: Rational): Rational {
  return rational(denominator, numerator);
}

function quotientText({ above, below }: Quotient): string {
  return `${polynomialText(above)} / ${polynomialText(below)}`;
}

/** The term of highest degree. */
function leadingTerm(polynomial: Polynomial): Term {
  const degree = ({ powers }: Term): Rational => [...powers.values()].reduce(plus, rational(0));
  return [...polynomial.values()].reduce((best, term) => (compare(degree(term), degree(best)) > 0 ? term : best));
}
