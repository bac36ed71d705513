import { type Enclosure, exact, plus, power, signOf, times } from '../../arithmetic/enclosure.js';
import { rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { NoValue } from '../notFollowed.js';
import {
  firstExact,
  isExact,
  type Known,
  multiplied,
  type Sign,
  timesNonnegative,
  timesSign,
} from '../quotients/known.js';
import {
  asNumber,
  atomPolynomial,
  inverseTerm,
  normalised,
  type Polynomial,
  polynomialOf,
  polynomialText,
  productOfTerms,
  sharedPowers,
  type Term,
} from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';
import { ofSameSign } from './monotony.js';

/** Signs of polynomials, given those of some by their texts up to a number in front. Throws NoValue for a division by 0. */
export class PolynomialSigns {
  constructor(
    private readonly field: QuotientField,
    private readonly known: ReadonlyMap<string, Known>,
    /** closed intervals of atoms */
    private readonly ranges: ReadonlyMap<string, Enclosure> = new Map(),
  ) {}

  /** What is known of the sign of a quotient; null for nothing. */
  ofQuotient({ above, below }: Quotient): Known | null {
    const under = this.ofPolynomial(below);
    if (under === 0) throw new NoValue('a division by 0');
    const over = this.ofPolynomial(above);
    if (under !== 1 && under !== -1) return over === 0 ? 0 : null;
    return over === null ? null : timesSign(over, under);
  }

  /** From the given signs, the common monomial, the terms, the ranges of names, or a function that increases. */
  private ofPolynomial(polynomial: Polynomial): Known | null {
    this.field.atoms.work.spend(1 + polynomial.size);
    const constant = asNumber(polynomial);
    if (constant !== null) return signOfRational(constant);
    const { factor, rest } = normalised(polynomial);
    const front = signOfRational(factor) as 1 | -1;
    const given = this.known.get(polynomialText(rest)) ?? null;
    if (given !== null && isExact(given)) return timesSign(given, front);
    const content = sharedPowers(rest);
    if (rest.size > 1 && content.powers.size > 0) {
      const inner = polynomialOf([...rest.values()].map((term) => productOfTerms(term, inverseTerm(content))));
      const [outside, inside] = [this.ofTerm(content), this.ofPolynomial(inner)];
      if (outside === 0) return 0;
      if (outside === 1 || outside === -1) return inside === null ? null : timesSign(inside, (front * outside) as Sign);
    }
    const found = firstExact([given, this.ofTerms(rest), this.byRanges(rest)]) ?? this.byMonotony(rest);
    return found === null ? null : timesSign(found, front);
  }

  private byMonotony(polynomial: Polynomial): Known | null {
    const isNotNegative = (atom: string) => [1, 0, 'nonnegative'].includes(this.ofSingle(atom) ?? -1);
    const simpler = ofSameSign(polynomial, this.field, isNotNegative);
    return simpler === null ? null : this.ofQuotient(simpler);
  }

  private ofTerms(polynomial: Polynomial): Known | null {
    let side: Sign = 0;
    let isStrict = false;
    for (const term of polynomial.values()) {
      const own = this.ofTerm(term);
      if (own === 0) continue;
      if (own === null) return null;
      const direction: Sign = own === 'nonnegative' ? 1 : own === 'nonpositive' ? -1 : own;
      if (side !== 0 && direction !== side) return null;
      side = direction;
      isStrict ||= typeof own === 'number';
    }
    return side === 0 ? 0 : isStrict ? side : side > 0 ? 'nonnegative' : 'nonpositive';
  }

  private ofTerm({ coefficient, powers }: Term): Known | null {
    let sign: Known = signOfRational(coefficient);
    let isUnknown = false;
    for (const [atom, power] of powers) {
      const given = this.ofSingle(atom);
      if (given === 0) {
        if (power.numerator < 0n) throw new NoValue('a division by 0');
        return 0;
      }
      const isEven = power.denominator === 1n && power.numerator % 2n === 0n;
      if (isEven && given !== 1 && given !== -1) sign = timesNonnegative(sign);
      else if (isEven) continue;
      else if (given === null) isUnknown = true;
      else sign = multiplied(sign, given);
    }
    return isUnknown ? null : sign;
  }

  private ofSingle(atom: string): Known | null {
    const single = atomPolynomial(atom);
    return firstExact([this.known.get(polynomialText(single)) ?? null, this.byRanges(single), this.ofAtom(atom)]);
  }

  /** A root is positive where what is under it is, arctan and erf have the sign of their argument. */
  private ofAtom(atom: string): Known | null {
    const { atoms } = this.field;
    const odd = atoms.argumentOf(atom, ['arctan', 'erf']);
    if (odd !== null) return this.ofQuotient(odd);
    const radicand = atoms.argumentOf(atom, ['sqrt', 'base']);
    const under = radicand === null ? null : this.ofQuotient(radicand);
    return under === 1 || under === 0 ? under : atoms.signOf(atom);
  }

  /** The sum of the bounds of the terms, where every atom has bounds. */
  private byRanges(polynomial: Polynomial): Known | null {
    let total = exact(rational(0));
    for (const { coefficient, powers } of polynomial.values()) {
      let bounds = exact(coefficient);
      for (const [atom, exponent] of powers) {
        const range = this.ranges.get(atom);
        const raised =
          range && exponent.denominator === 1n ? power(range, Number(exponent.numerator), rangeBits) : null;
        if (raised === null) return null;
        bounds = times(bounds, raised);
      }
      total = plus(total, bounds);
    }
    return signOf(total);
  }
}

/** Stated intervals are short decimals. */
const rangeBits = 256;
