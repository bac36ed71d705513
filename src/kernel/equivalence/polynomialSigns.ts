import { type Enclosure, exact, plus, power, signOf, times } from '../../arithmetic/enclosure.js';
import { one, rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { NoValue } from '../notFollowed.js';
import { atomsOf } from '../quotients/atoms.js';
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
  scaled,
  sharedPowers,
  sumOf,
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

  /** From the given signs, the common monomial, the terms, or the square of a root. */
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
    const found =
      firstExact([given, this.ofTerms(rest), this.byRanges(rest)]) ?? this.byRoot(rest) ?? this.byMonotony(rest);
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

  /** The square roots among the atoms of a polynomial, with their squares. */
  private rootsIn(polynomial: Polynomial): { readonly atom: string; readonly square: Polynomial }[] {
    return [...atomsOf(polynomial)].flatMap((atom) => {
      const square = this.field.atoms.squares.get(atom);
      return atom.startsWith('sqrt(') && square !== undefined ? [{ atom, square }] : [];
    });
  }

  /** P + Q√e */
  private byRoot(polynomial: Polynomial): Known | null {
    for (const root of this.rootsIn(polynomial)) {
      const [plainPart, factor]: [Term[], Term[]] = [[], []];
      for (const term of polynomial.values()) {
        const power = term.powers.get(root.atom);
        if (power === undefined) plainPart.push(term);
        else factor.push(productOfTerms(term, { coefficient: one, powers: new Map([[root.atom, rational(-1)]]) }));
      }
      const [p, q] = [polynomialOf(plainPart), polynomialOf(factor)];
      if (p.size === 0 || this.rootsIn(q).some(({ atom }) => atom === root.atom)) continue;
      const radicand = this.ofPolynomial(root.square);
      const [signP, signQ] = [this.ofPolynomial(p), this.ofPolynomial(q)];
      if (signP === 0 && radicand === 1) return signQ;
      if (signQ === 0 || radicand === 0) return signP;
      if (radicand !== 1 || typeof signP !== 'number' || typeof signQ !== 'number') continue;
      if (signP === signQ) return signP;
      const { field } = this;
      const squares = field.whole(
        sumOf(field.product(p, p), scaled(field.product(field.product(q, q), root.square), rational(-1))),
      );
      const sign = this.ofQuotient(squares);
      return sign === null ? null : timesSign(sign, signP);
    }
    return null;
  }
}

/** Stated intervals are short decimals. */
const rangeBits = 256;
