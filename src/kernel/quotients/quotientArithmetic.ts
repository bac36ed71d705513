import { one, type Rational, rational } from '../../arithmetic/rational.js';
import { subtract } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import type { Atoms } from './atoms.js';
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
import { related } from './relations.js';
import { type Signs, signsOfTerms, timesSigns } from './signs.js';

/** above / below, polynomials in atoms; below is not the zero polynomial. */
export interface Quotient {
  readonly above: Polynomial;
  readonly below: Polynomial;
}

/** Sums, products and quotients, with the relations of the atoms applied to every result. Throws NotFollowed for a division by 0. */
export class QuotientArithmetic {
  readonly pi: Quotient = { above: atomPolynomial('pi'), below: unit };

  constructor(readonly atoms: Atoms) {}

  isZero({ above }: Quotient): boolean {
    return above.size === 0;
  }

  equal(a: Quotient, b: Quotient): boolean {
    return this.isZero(subtract(this, a, b));
  }

  constant(value: Rational): Quotient {
    return { above: constantPolynomial(value), below: unit };
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

  /** The signs that a value may have wherever it has one, by the kinds of its atoms. */
  signsOf({ above, below }: Quotient): Signs {
    const [over, under] = [above, below].map((part) => signsOfTerms(part, (atom) => this.atoms.signsOf(atom)));
    return timesSigns(
      over,
      under.filter((sign) => sign !== 0),
    );
  }

  isPositive(a: Quotient): boolean {
    return this.signsOf(a).every((sign) => sign === 1);
  }

  isNowhereZero(a: Quotient): boolean {
    return !this.signsOf(a).includes(0);
  }

  numberIn(a: Quotient): Rational | null {
    return isWhole(a) ? asNumber(a.above) : null;
  }

  product(a: Polynomial, b: Polynomial): Polynomial {
    return productOf(a, b, this.atoms.work);
  }

  /** The polynomial with the relations of its atoms applied. */
  whole(above: Polynomial): Quotient {
    return { above: this.related(above), below: unit };
  }

  protected related(polynomial: Polynomial): Polynomial {
    return related(polynomial, this.atoms, this.atoms.work);
  }

  /** Relations applied; a single term below moves above; below starts with the coefficient 1. */
  protected reduced(above: Polynomial, below: Polynomial): Quotient {
    const [p, q] = [this.related(above), this.related(below)];
    if (q.size === 0) throw new NotFollowed('a division by 0');
    if (p.size === 0) return { above: p, below: unit };
    if (q.size === 1) {
      const [term] = q.values();
      const inverse = inverseTerm(term);
      return this.whole(polynomialOf([...p.values()].map((single) => productOfTerms(single, inverse))));
    }
    const { factor, rest } = normalised(q);
    const quotient = scaled(p, rational(factor.denominator, factor.numerator));
    const whole = normalised(quotient);
    if (polynomialText(whole.rest) === polynomialText(rest)) return this.constant(whole.factor);
    return { above: quotient, below: rest };
  }
}

/** Whether a quotient is a polynomial: what is a single term below has moved above. */
export function isWhole({ below }: Quotient): boolean {
  return asNumber(below) !== null;
}

/** The polynomial 1. */
export const unit = constantPolynomial(one);
