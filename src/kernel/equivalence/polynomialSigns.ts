import { type Enclosure, exact, plus, power, signOf, times } from '../../arithmetic/enclosure.js';
import { compare, isZero, one, type Rational, rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { NoValue } from '../notFollowed.js';
import {
  asNumber,
  atomPolynomial,
  inverseTerm,
  normalised,
  type Polynomial,
  polynomialOf,
  polynomialText,
  productOfTerms,
  type Term,
} from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';
import { anySign, narrowest, type Signs, signsOfTerm, signsOfTerms, timesSigns } from '../quotients/signs.js';
import { ofSameSign } from './monotony.js';

/** Signs of polynomials, given those of some by their texts up to a number in front. Throws NoValue for a division by 0. */
export class PolynomialSigns {
  constructor(
    private readonly field: QuotientField,
    private readonly known: ReadonlyMap<string, Signs>,
    /** closed intervals of atoms */
    private readonly ranges: ReadonlyMap<string, Enclosure> = new Map(),
  ) {}

  /** The signs that a quotient may have. */
  ofQuotient({ above, below }: Quotient): Signs {
    const under = this.ofPolynomial(below);
    if (under.every((sign) => sign === 0)) throw new NoValue('a division by 0');
    return timesSigns(this.ofPolynomial(above), under);
  }

  /** From the given signs, the common monomial, the terms, the ranges of names, or a function that increases. */
  private ofPolynomial(polynomial: Polynomial): Signs {
    this.field.atoms.work.spend(1 + polynomial.size);
    const constant = asNumber(polynomial);
    if (constant !== null) return [signOfRational(constant)];
    const { factor, rest } = normalised(polynomial);
    const given = this.known.get(polynomialText(rest)) ?? anySign;
    const found = given.length === 1 ? given : narrowest([given, this.ofTerms(rest), this.byRanges(rest)]);
    const signs = found.length === 1 ? found : narrowest([found, this.byContent(rest), this.byMonotony(rest)]);
    return timesSigns(signs, [signOfRational(factor)]);
  }

  private byContent(polynomial: Polynomial): Signs {
    const content = sharedPowers(polynomial);
    if (polynomial.size === 1 || content.powers.size === 0) return anySign;
    const inner = polynomialOf([...polynomial.values()].map((term) => productOfTerms(term, inverseTerm(content))));
    return timesSigns(
      signsOfTerm(content, (atom) => this.ofAtom(atom)),
      this.ofPolynomial(inner),
    );
  }

  private byMonotony(polynomial: Polynomial): Signs {
    const simpler = ofSameSign(polynomial, this.field, (atom) => !this.ofAtom(atom).includes(-1));
    return simpler === null ? anySign : this.ofQuotient(simpler);
  }

  private ofTerms(polynomial: Polynomial): Signs {
    return signsOfTerms(polynomial, (atom) => this.ofAtom(atom));
  }

  private ofAtom(atom: string): Signs {
    const single = atomPolynomial(atom);
    const given = this.known.get(polynomialText(single)) ?? anySign;
    return narrowest([given, this.byRanges(single), this.byArgument(atom)]);
  }

  /** A root is positive where what is under it is, arctan and erf have the sign of their argument. */
  private byArgument(atom: string): Signs {
    const { atoms } = this.field;
    const odd = atoms.argumentOf(atom, ['arctan', 'erf']);
    if (odd !== null) return this.ofQuotient(odd);
    const radicand = atoms.argumentOf(atom, ['sqrt', 'base']);
    const under = radicand === null ? anySign : this.ofQuotient(radicand);
    return under.length === 1 && under[0] >= 0 ? under : atoms.signsOf(atom);
  }

  /** The sum of the bounds of the terms, where every atom has bounds. */
  private byRanges(polynomial: Polynomial): Signs {
    let total = exact(rational(0));
    for (const { coefficient, powers } of polynomial.values()) {
      let bounds = exact(coefficient);
      for (const [atom, exponent] of powers) {
        const range = this.ranges.get(atom);
        const raised =
          range && exponent.denominator === 1n ? power(range, Number(exponent.numerator), rangeBits) : null;
        if (raised === null) return anySign;
        bounds = times(bounds, raised);
      }
      total = plus(total, bounds);
    }
    const sign = signOf(total);
    return sign === null ? anySign : [sign];
  }
}

/** Stated intervals are short decimals. */
const rangeBits = 256;

/** The lowest power of every atom, over terms some of which may lack it. */
function sharedPowers(a: Polynomial): Term {
  const lowest = new Map<string, Rational>();
  const terms = [...a.values()];
  for (const atom of new Set(terms.flatMap(({ powers }) => [...powers.keys()]))) {
    const powers = terms.map((term) => term.powers.get(atom) ?? rational(0));
    const least = powers.reduce((x, y) => (compare(x, y) <= 0 ? x : y));
    if (!isZero(least)) lowest.set(atom, least);
  }
  return { coefficient: one, powers: new Map([...lowest].sort(([x], [y]) => (x < y ? -1 : 1))) };
}
