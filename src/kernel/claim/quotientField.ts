import { isZero, minus, one, type Rational, rational, sign, times } from '../../arithmetic/rational.js';
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
  sumOf,
} from './polynomial.js';
import { primesOf } from './primes.js';
import { withSquares } from './relations.js';

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
  private readonly dataAtoms = new Set<string>();
  private readonly weakAtoms = new Set<string>();
  private fresh = 0;
  readonly pi = this.whole(atomPolynomial('pi'));

  constructor(data: readonly string[]) {
    for (const name of data) this.dataAtoms.add(`$${name}`);
  }

  name(name: string): Quotient {
    return this.whole(atomPolynomial(`$${name}`));
  }

  /** An element of [−1, 1] of which nothing else is known. */
  subgradient(): Quotient {
    this.fresh++;
    return this.whole(atomPolynomial(`subgradient${this.fresh}`));
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
    const above = sumOf(productOf(a.above, b.below), productOf(b.above, a.below));
    return this.reduced(above, productOf(a.below, b.below));
  }

  multiply(a: Quotient, b: Quotient): Quotient {
    return this.reduced(productOf(a.above, b.above), productOf(a.below, b.below));
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
      result = productOf(result, atomPolynomial(atom, coefficient));
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
    this.squares.set(atom, sumOf(unit, scaled(productOf(sine.above, sine.above), rational(-1))));
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
    return this.isZero(a) ? a : this.multiply(a, this.sign(a));
  }

  sign(a: Quotient): Quotient {
    if (this.isZero(a)) throw new NotFollowed('the sign of 0');
    const value = this.numberIn(a);
    if (value !== null) return this.constant(rational(sign(value)));
    // a and a positive multiple of it have one sign, and below² > 0
    const { factor, rest } = normalised(productOf(a.above, a.below));
    const atom = this.atom(`sign(${polynomialText(rest)})`, [rest]);
    this.squares.set(atom, constantPolynomial(one));
    return this.whole(scaled(atomPolynomial(atom), rational(sign(factor))));
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
      if (under === null && isSquare) this.weakAtoms.add(text);
      result = this.add(result, this.multiply(outer, this.whole(scaled(atomPolynomial(text), scale))));
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

  private atom(text: string, parts: readonly Polynomial[]): string {
    if (parts.some((part) => this.hasData(part))) this.dataAtoms.add(text);
    return text;
  }

  private hasData(polynomial: Polynomial): boolean {
    return [...polynomial.values()].some(({ powers }) => [...powers.keys()].some((atom) => this.dataAtoms.has(atom)));
  }

  private whole(above: Polynomial): Quotient {
    return { above: withSquares(above, this.squares), below: constantPolynomial(one) };
  }

  private numberOf(a: Quotient, value: number): boolean {
    const found = this.numberIn(a);
    return found !== null && isZero(minus(found, rational(value)));
  }

  private numberIn({ above, below }: Quotient): Rational | null {
    const [p, q] = [asNumber(above), asNumber(below)];
    return p === null || q === null ? null : rational(p.numerator * q.denominator, p.denominator * q.numerator);
  }

  /** Relations applied; a single term below moves above; below starts with the coefficient 1. */
  private reduced(above: Polynomial, below: Polynomial): Quotient {
    const [p, q] = [withSquares(above, this.squares), withSquares(below, this.squares)];
    if (q.size === 0) throw new NotFollowed('a division by 0');
    if (p.size === 0) return { above: p, below: constantPolynomial(one) };
    if (q.size === 1) {
      const [term] = q.values();
      const inverse = inverseTerm(term);
      const moved = polynomialOf([...p.values()].map((single) => productOfTerms(single, inverse)));
      return { above: withSquares(moved, this.squares), below: constantPolynomial(one) };
    }
    const { factor, rest } = normalised(q);
    const quotient = scaled(p, rational(factor.denominator, factor.numerator));
    const whole = normalised(quotient);
    if (polynomialText(whole.rest) === polynomialText(rest)) return this.constant(whole.factor);
    return { above: quotient, below: rest };
  }
}
