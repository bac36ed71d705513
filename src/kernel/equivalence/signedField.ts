import { type Rational, rational, sign as signOfRational } from '../../arithmetic/rational.js';
import type { Condition, ElementaryFunction, Formula } from '../formula/formula.js';
import { truthOf } from '../formula/truth.js';
import { type Conditional, valuesIn } from '../formula/valueIn.js';
import { NotFollowed, NoValue } from '../notFollowed.js';
import { polynomialText } from '../quotients/polynomial.js';
import { type Quotient, QuotientField } from '../quotients/quotientField.js';
import type { Sign, Signs } from '../quotients/signs.js';

/**
 * Quotients under signs that are known: sizes, signs and conditionals are what the signs make of them, and every quotient,
 * root, logarithm and broken power must be seen to have a value. Throws NotFollowed where a sign does not follow, NoValue
 * where a formula has no value. Moments are not looked into: where they have no value, no more has what they stand in.
 */
export class SignedField extends QuotientField {
  constructor(
    private readonly plain: QuotientField,
    private readonly signsUnder: (value: Quotient) => Signs,
  ) {
    super(plain.atoms);
  }

  /** Whether a condition holds; null where an operand that matters has no value. */
  truth(condition: Condition, evaluate = valuesIn<Quotient>(this)): boolean | null {
    return truthOf(condition, (gap) => valued(() => this.sign(evaluate(gap))));
  }

  signOf(formula: Formula): Sign {
    return this.sign(valuesIn<Quotient>(this)(formula));
  }

  override invert(a: Quotient): Quotient {
    if (this.sign(a) === 0) throw new NoValue('a division by 0');
    return super.invert(a);
  }

  override apply(name: ElementaryFunction, a: Quotient): Quotient {
    switch (name) {
      case 'abs':
        return this.multiply(this.constant(rational(this.sign(a))), a);
      case 'sign':
        return this.constant(rational(this.sign(a)));
      case 'sqrt':
        return this.root(a, rational(1, 2));
      case 'log':
        if (this.sign(a) <= 0) throw new NoValue('the logarithm of what is not positive');
        return super.apply(name, a);
      default:
        return super.apply(name, a);
    }
  }

  override root(a: Quotient, exponent: Rational): Quotient {
    const signs = this.signsUnder(a);
    if (signs.every((sign) => sign < 0)) throw new NoValue('a root of a negative number');
    if (signs.every((sign) => sign === 0)) {
      if (signOfRational(exponent) < 0) throw new NoValue('a division by 0');
      return this.constant(rational(0));
    }
    // a square root of what is not negative keeps its meaning at 0, other powers only if they are known to be off it
    const isSquareRoot = exponent.numerator === 1n && exponent.denominator === 2n;
    if (!signs.every((sign) => sign === 1 || (sign === 0 && isSquareRoot))) throw this.unknown(a);
    return super.root(a, exponent);
  }

  override raise(a: Quotient, exponent: Quotient): Quotient {
    if (this.sign(a) !== 1) throw new NotFollowed('a power of what may be 0 or negative');
    return super.apply('exp', this.multiply(exponent, super.apply('log', a)));
  }

  override choose({ condition, then, otherwise }: Conditional, evaluate: (formula: Formula) => Quotient): Quotient {
    const chosen = this.truth(condition, evaluate);
    if (chosen === null) throw new NoValue('a condition without a value');
    return evaluate(chosen ? then : otherwise);
  }

  override moment(kind: 'mean' | 'var', of: Formula): Quotient {
    return this.plain.moment(kind, of);
  }

  private sign(value: Quotient): Sign {
    const [sign, ...others] = this.signsUnder(value);
    if (others.length > 0) throw this.unknown(value);
    return sign;
  }

  private unknown({ above }: Quotient): NotFollowed {
    return new NotFollowed(`the sign of ${polynomialText(above)} is not given`);
  }
}

/** A sign, null where there is no value. */
function valued(sign: () => Sign): Sign | null {
  try {
    return sign();
  } catch (error) {
    if (error instanceof NoValue) return null;
    throw error;
  }
}
