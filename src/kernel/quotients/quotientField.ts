import { absolute, equal, one, type Rational, rational, sign, times } from '../../arithmetic/rational.js';
import {
  type Comparison,
  type Condition,
  type ElementaryFunction,
  type Formula,
  holds,
  largestPower,
} from '../formula/formula.js';
import { type Conditional, type Field, subtract, wholePower } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import { type Atoms, namePolynomial } from './atoms.js';
import { atomPolynomial, normalised, polynomialOf, polynomialText, scaled, sumOf } from './polynomial.js';
import { primesOf } from './primes.js';
import { isWhole, type Quotient, QuotientArithmetic, unit } from './quotientArithmetic.js';
import { nonnegative } from './signs.js';

export type { Quotient } from './quotientArithmetic.js';

/**
 * Quotients of polynomials in names and in atoms exp(m), log q, √q, sin q, cos q, erf q, |q|, sign q, mean q.
 *
 * Atoms are told apart by their texts and obey few relations, each an identity of real numbers wherever both sides have a
 * value: exponentials add up, roots and sizes square, sign³ = sign, cos² = 1 − sin². What vanishes here vanishes wherever
 * the formula has a value; the converse may fail.
 */
export class QuotientField extends QuotientArithmetic implements Field<Quotient> {
  constructor(
    atoms: Atoms,
    /** numbers and other values that names stand for; all others are atoms */
    private readonly numbers: ReadonlyMap<string, Rational> = new Map(),
    private readonly replaced: ReadonlyMap<string, Quotient> = new Map(),
  ) {
    super(atoms);
  }

  name(name: string): Quotient {
    const number = this.numbers.get(name);
    if (number !== undefined) return this.constant(number);
    return this.replaced.get(name) ?? { above: namePolynomial(name), below: unit };
  }

  apply(name: ElementaryFunction, a: Quotient): Quotient {
    switch (name) {
      case 'exp':
        return this.exp(a);
      case 'log':
        return this.log(a);
      case 'sqrt':
        return this.sqrt(a);
      case 'sin':
      case 'arctan':
      case 'erf':
        return this.odd(name, a);
      case 'cos':
        return this.cos(a);
      case 'tanh': {
        const square = this.exp(this.multiply(this.constant(rational(2)), a));
        const [above, below] = [-1, 1].map((one) => this.add(square, this.constant(rational(one))));
        return this.multiply(above, this.invert(below));
      }
      case 'abs':
        return this.size(a);
      case 'sign':
        return this.signAtom(name, a);
    }
  }

  /** a^(n/2) by the square root, other powers as such of one atom that stands for a. */
  root(a: Quotient, exponent: Rational): Quotient {
    if (exponent.denominator === 2n) return wholePower(this, this.sqrt(a), Number(exponent.numerator), { kind: 'pi' });
    if (this.isZero(a)) {
      if (sign(exponent) < 0) throw new NotFollowed('a division by 0');
      return a;
    }
    const base = this.opaqueAtom('base', a);
    this.atoms.known.set(base, this.isPositive(a) ? [1] : nonnegative);
    return this.whole(atomPolynomial(base, exponent));
  }

  /** Throws NotFollowed unless a is seen to be positive. */
  raise(a: Quotient, exponent: Quotient): Quotient {
    if (!this.isPositive(a)) throw new NotFollowed('a power of what may be 0 or negative');
    return this.exp(this.multiply(exponent, this.apply('log', a)));
  }

  /** Both branches, weighted by polynomials in signs that are 0 and 1. */
  choose({ condition, then, otherwise }: Conditional, evaluate: (formula: Formula) => Quotient): Quotient {
    const chosen = this.indicator(condition, (gap) => this.signAtom('sign', evaluate(gap)));
    if (this.numberIn(chosen) !== null) return evaluate(this.isZero(chosen) ? otherwise : then);
    return this.blend(chosen, evaluate(then), evaluate(otherwise));
  }

  /** 1 where a condition holds, else 0, by the signs of what it compares. */
  indicator(condition: Condition, signOf: (gap: Formula) => Quotient): Quotient {
    const of = (inner: Condition) => this.indicator(inner, signOf);
    const not = (value: Quotient) => subtract(this, this.constant(one), value);
    switch (condition.kind) {
      case 'comparison':
        return this.comparison(condition.operator, signOf(condition.gap));
      case 'not':
        return not(of(condition.operands[0]));
      case 'and':
        return condition.operands.map(of).reduce((a, b) => this.multiply(a, b));
      case 'or':
        return not(condition.operands.map((inner) => not(of(inner))).reduce((a, b) => this.multiply(a, b)));
    }
  }

  /** otherwise + chosen·(then − otherwise); what a branch divides by must be seen not to be 0 in the other. */
  blend(chosen: Quotient, then: Quotient, otherwise: Quotient): Quotient {
    if (![then, otherwise].every(({ below }) => this.isPositive({ above: below, below: unit }))) {
      throw new NotFollowed('a quotient in one branch');
    }
    return this.add(otherwise, this.multiply(chosen, subtract(this, then, otherwise)));
  }

  /** The polynomial in the sign s of what is compared with 0 that is 1 where the comparison holds, else 0. */
  private comparison(operator: Comparison, s: Quotient): Quotient {
    const [below, at, above] = ([-1, 0, 1] as const).map((sign) => (holds(operator, sign) ? 1 : 0));
    const odd = this.multiply(this.constant(rational(above - below, 2)), s);
    const even = this.multiply(this.constant(rational(above + below - 2 * at, 2)), this.multiply(s, s));
    return this.add(this.constant(rational(at)), this.add(odd, even));
  }

  moment(_kind: 'mean' | 'var', _of: Formula): Quotient {
    throw new NotFollowed('a moment where there are no samples');
  }

  /** The sign of a as an atom, up to a number in front: `sign` and `jump` may be −1, 0 and 1, `side` is ±1. */
  signAtom(kind: 'sign' | 'jump' | 'side', a: Quotient): Quotient {
    const value = this.numberIn(a);
    if (value !== null) return this.constant(rational(sign(value)));
    // a and a positive multiple of it have one sign, and below² > 0
    const { factor, rest } = normalised(this.product(a.above, a.below));
    const atom = this.atoms.of(kind, polynomialText(rest), [rest]);
    if (kind === 'side') this.atoms.squares.set(atom, unit);
    else this.atoms.signs.add(atom);
    return this.whole(scaled(atomPolynomial(atom), rational(sign(factor))));
  }

  /** |q|, whose square is q² */
  private size(a: Quotient): Quotient {
    const value = this.numberIn(a);
    if (value !== null) return this.constant(sign(value) < 0 ? rational(-value.numerator, value.denominator) : value);
    const { factor, rest } = normalised(a.above);
    const size = rational(factor.numerator < 0n ? -factor.numerator : factor.numerator, factor.denominator);
    const atom = this.opaqueAtom('abs', { above: rest, below: a.below });
    this.atoms.known.set(atom, nonnegative);
    if (isWhole(a)) this.atoms.squares.set(atom, this.related(this.product(rest, rest)));
    return this.whole(scaled(atomPolynomial(atom), size));
  }

  /** exp(Σ c m) = Π exp(m)^c, and exp(c log q) = q^c */
  private exp(a: Quotient): Quotient {
    const { above, below } = a;
    const under = polynomialText(below);
    const factors = [...above.values()].map(({ coefficient, powers }) => {
      const part = polynomialOf([{ coefficient: one, powers }]);
      const [[atom, power] = ['', one]] = powers;
      const isAlone = powers.size === 1 && equal(power, one) && isWhole(a);
      const inside = isAlone ? this.atoms.argumentOf(atom, ['log']) : null;
      if (inside !== null && coefficient.denominator !== 1n) return this.root(inside, coefficient);
      if (inside !== null && absolute(coefficient).numerator <= largestPower) {
        return wholePower(this, inside, Number(coefficient.numerator), { kind: 'pi' });
      }
      const name = this.atoms.of('exp', `${polynomialText(part)} / ${under}`, [part, below]);
      return this.whole(atomPolynomial(name, coefficient));
    });
    return factors.reduce((a, b) => this.multiply(a, b), this.constant(one));
  }

  /** the logarithm of a positive number is the sum of those of its primes */
  private log(a: Quotient): Quotient {
    const value = this.numberIn(a);
    if (value === null) return this.opaque('log', a);
    if (sign(value) <= 0) throw new NotFollowed('the logarithm of what is not positive');
    const parts = [value.numerator, value.denominator].map((whole) =>
      primesOf(whole)
        .map((prime) => this.opaque('log', this.constant(rational(prime))))
        .reduce((x, y) => this.add(x, y), this.constant(rational(0))),
    );
    return subtract(this, parts[0], parts[1]);
  }

  /** √ of a positive number, of π and of exponentials comes out of a single term, one prime at a time */
  private sqrt(a: Quotient): Quotient {
    if (this.isZero(a)) return a;
    const [term, ...others] = a.above.values();
    if (others.length > 0 || !isWhole(a) || sign(term.coefficient) < 0) return this.squareRoot(a);
    const isPositive = ([atom]: readonly [string, Rational]) => this.atoms.signsOf(atom).every((one) => one === 1);
    const positive = [...term.powers].filter(isPositive);
    const rest = new Map([...term.powers].filter((factor) => !isPositive(factor)));
    const { numerator, denominator } = term.coefficient;
    const parts = [
      ...primesOf(numerator * denominator).map((prime) => this.squareRoot(this.constant(rational(prime)))),
      this.constant(rational(1n, denominator)),
      ...positive.map(([atom, power]) =>
        atom === 'pi'
          ? wholePower(this, this.squareRoot(this.pi), Number(power.numerator), { kind: 'pi' })
          : this.whole(atomPolynomial(atom, times(power, rational(1, 2)))),
      ),
      ...(rest.size === 0 ? [] : [this.squareRoot(this.whole(polynomialOf([{ coefficient: one, powers: rest }])))]),
    ];
    return parts.reduce((x, y) => this.multiply(x, y));
  }

  private squareRoot(a: Quotient): Quotient {
    const atom = this.opaqueAtom('sqrt', a);
    // √(above/below)² · below = above; only a polynomial can be put in place of the square
    this.atoms.known.set(atom, this.isPositive(a) ? [1] : nonnegative);
    if (isWhole(a)) this.atoms.squares.set(atom, a.above);
    return this.whole(atomPolynomial(atom));
  }

  private cos(a: Quotient): Quotient {
    if (this.isZero(a)) return this.constant(one);
    const { factor } = normalised(a.above);
    const upright = sign(factor) < 0 ? this.multiply(this.constant(rational(-1)), a) : a;
    const sine = this.opaque('sin', upright);
    const atom = this.opaqueAtom('cos', upright);
    this.atoms.squares.set(atom, sumOf(unit, scaled(this.product(sine.above, sine.above), rational(-1))));
    return this.whole(atomPolynomial(atom));
  }

  private odd(name: 'sin' | 'arctan' | 'erf', a: Quotient): Quotient {
    if (this.isZero(a)) return a;
    if (sign(normalised(a.above).factor) > 0) return this.opaque(name, a);
    const minusOne = this.constant(rational(-1));
    return this.multiply(minusOne, this.opaque(name, this.multiply(minusOne, a)));
  }

  private opaque(name: string, a: Quotient): Quotient {
    return this.whole(atomPolynomial(this.opaqueAtom(name, a)));
  }

  private opaqueAtom(name: string, { above, below }: Quotient): string {
    return this.atoms.of(name, `${polynomialText(above)} / ${polynomialText(below)}`, [above, below]);
  }
}
