import {
  absolute,
  compare,
  isZero,
  minus,
  plus,
  type Rational,
  rational,
  sign,
  zero,
} from '../../arithmetic/rational.js';
import type { ElementaryFunction, Formula } from '../formula/formula.js';
import { truthOf } from '../formula/truth.js';
import type { Conditional } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import type { Atoms } from '../quotients/atoms.js';
import { atomPolynomial, type Polynomial, type Term } from '../quotients/polynomial.js';
import { unit } from '../quotients/quotientArithmetic.js';
import { type Quotient, QuotientField, type QuotientOptions } from '../quotients/quotientField.js';

/**
 * Formulas at one point, exactly, each of which is seen to have a value there and, where it moves, all about it: what is
 * divided by is not 0, what is under a root or a logarithm is positive, and of a condition that is not settled all about the
 * point both branches have values. Throws NotFollowed for all else.
 */
export class DefinedField extends QuotientField {
  private choices = 0;

  constructor(
    atoms: Atoms,
    options: QuotientOptions,
    /** whether a formula varies about the point */
    private readonly moves: (formula: Formula) => boolean,
  ) {
    super(atoms, options);
  }

  override name(name: string): Quotient {
    if (!this.options.values?.has(name)) throw new NotFollowed(`the point does not give ${name}`);
    return super.name(name);
  }

  override invert(a: Quotient): Quotient {
    if (!this.isNowhereZero(a)) throw new NotFollowed('a quotient is not defined, or not seen to be');
    return super.invert(a);
  }

  override apply(name: ElementaryFunction, a: Quotient, of?: Formula): Quotient {
    if (name === 'log' && !this.isPositive(a)) throw new NotFollowed('a logarithm is not defined, or not seen to be');
    if (name === 'sqrt') this.requireRoom(a, of);
    return name === 'sign' && this.isOpen(a, of) ? this.anything() : super.apply(name, a);
  }

  override root(a: Quotient, exponent: Rational, of?: Formula): Quotient {
    this.requireRoom(a, of);
    return super.root(a, exponent);
  }

  override choose({ condition, then, otherwise }: Conditional, evaluate: (formula: Formula) => Quotient): Quotient {
    const chosen = truthOf(condition, (gap) => {
      const value = evaluate(gap);
      return this.isOpen(value, gap) ? null : this.signOf(value);
    });
    if (chosen !== null) return evaluate(chosen ? then : otherwise);
    const [a, b] = [evaluate(then), evaluate(otherwise)];
    return this.equal(a, b) ? a : this.anything();
  }

  /** By the kinds of the atoms, as a number that outweighs bounded ones, or as a (e^r − e^s), of the sign of a (r − s). */
  override isPositive({ above, below }: Quotient): boolean {
    if (this.isOutweighed(above)) return super.isPositive({ above: unit, below });
    const [first, second, ...others] = above.values();
    const [r, s] = [first, second].map((term) => term && this.exponentOf(term));
    if (others.length > 0 || !r || !s || !isZero(plus(first.coefficient, second.coefficient))) {
      return super.isPositive({ above, below });
    }
    return compare(r, s) === sign(first.coefficient) && super.isPositive({ above: unit, below });
  }

  /** Whether the number in a sum is larger than all that functions bounded by 1 can take away; erf stays below 1. */
  private isOutweighed(above: Polynomial): boolean {
    let least = zero;
    let isStrict = false;
    for (const { coefficient, powers } of above.values()) {
      const bounded = [...powers].every(([atom, power]) => /^(erf|sin|cos)\(/.test(atom) && sign(power) > 0);
      if (!bounded) return false;
      least = powers.size === 0 ? plus(least, coefficient) : minus(least, absolute(coefficient));
      isStrict ||= [...powers.keys()].some((atom) => atom.startsWith('erf('));
    }
    return sign(least) > (isStrict ? -1 : 0);
  }

  /** r where a term is e^r, up to its coefficient; else null. */
  private exponentOf({ powers }: Term): Rational | null {
    const [[atom, power] = ['', zero], ...others] = powers;
    const { above, below } = this.atoms.argumentOf(atom, ['exp']) ?? { above: unit, below: unit };
    const isOfE = atom === '' || (atom.startsWith('exp(') && this.isNumber({ above, below }, 1));
    return isOfE && others.length === 0 ? power : null;
  }

  /** What has a value of which nothing is known. */
  private anything(): Quotient {
    return this.whole(atomPolynomial(this.atoms.of('any', String(this.choices++), [])));
  }

  /** Whether a value is 0 at the point, and may be else next to it. */
  private isOpen(a: Quotient, of?: Formula): boolean {
    return this.isZero(a) && of !== undefined && this.moves(of);
  }

  private signOf(a: Quotient): -1 | 0 | 1 | null {
    if (this.isZero(a)) return 0;
    if (this.isPositive(a)) return 1;
    return this.isPositive(this.multiply(this.constant(rational(-1)), a)) ? -1 : null;
  }

  private requireRoom(a: Quotient, of?: Formula): void {
    const isFixed = of === undefined || !this.moves(of);
    if (!this.isPositive(a) && !(isFixed && this.isNotNegative(a))) {
      throw new NotFollowed('what is under a root is not shown to be positive');
    }
  }
}
