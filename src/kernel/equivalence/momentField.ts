import { one, type Rational, rational } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { subtract, valuesIn } from '../formula/valueIn.js';
import { Work } from '../notFollowed.js';
import { Atoms } from '../quotients/atoms.js';
import {
  atomPolynomial,
  normalised,
  type Polynomial,
  polynomialOf,
  polynomialText,
  scaled,
} from '../quotients/polynomial.js';
import { type Quotient, QuotientField } from '../quotients/quotientField.js';
import { nonnegative, signsOfTerm } from '../quotients/signs.js';

/** Quotients with atoms for the moments of a sample whose names range over the data. */
export class MomentField extends QuotientField {
  constructor(
    private readonly data: readonly string[],
    numbers?: ReadonlyMap<string, Rational>,
  ) {
    super(new Atoms(new Work()), numbers);
  }

  /** mean or var over the samples of a formula. */
  override moment(kind: 'mean' | 'var', of: Formula): Quotient {
    const value = valuesIn(this)(of);
    const mean = this.mean(value);
    if (kind === 'mean') return mean;
    return subtract(this, this.mean(this.multiply(value, value)), this.multiply(mean, mean));
  }

  /** Linear in the terms; what does not depend on the sample comes out. */
  private mean({ above, below }: Quotient): Quotient {
    const { atoms } = this;
    const inside = this.isOfData(below);
    const under = inside ? normalised(below) : null;
    let result = this.constant(rational(0));
    for (const { coefficient, powers } of above.values()) {
      const isWithin = ([atom, power]: [string, Rational]) => this.isOfData(atomPolynomial(atom, power));
      const within = new Map([...powers].filter(isWithin));
      const outside = new Map([...powers].filter((factor) => !isWithin(factor)));
      const outer = this.whole(polynomialOf([{ coefficient, powers: outside }]));
      if (within.size === 0 && !inside) {
        result = this.add(result, outer);
        continue;
      }
      const part = polynomialText(polynomialOf([{ coefficient: one, powers: within }]));
      // what is averaged over the samples is the same for all of them
      const average = atoms.of('mean', under === null ? part : `${part} / ${polynomialText(under.rest)}`, []);
      const scale = under === null ? one : rational(under.factor.denominator, under.factor.numerator);
      const signs = signsOfTerm({ coefficient: one, powers: within }, (atom) => atoms.signsOf(atom));
      if (under === null && !signs.includes(-1)) atoms.known.set(average, nonnegative);
      result = this.add(result, this.multiply(outer, this.whole(scaled(atomPolynomial(average), scale))));
    }
    return inside ? result : this.multiply(result, this.invert(this.whole(below)));
  }

  /** Whether a polynomial depends on the sample. A moment does not. */
  private isOfData(polynomial: Polynomial): boolean {
    return this.atoms.someIn(polynomial, (atom) => this.data.includes(atom.slice(1)));
  }
}
