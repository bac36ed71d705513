import { memoised } from '../../arithmetic/memoised.js';
import { absolute, dividedBy, one, type Rational, sign } from '../../arithmetic/rational.js';
import { factorise } from '../../expression/algebra/factorise.js';
import { expressionOf, simplify } from '../../expression/algebra/fromNormalForm.js';
import { type NormalForm, normalForms } from '../../expression/algebra/normalForm.js';
import {
  asConstant,
  forEachPower,
  hasDivision,
  type Polynomial,
  variablePolynomial,
} from '../../expression/algebra/polynomial.js';
import { divideExactly } from '../../expression/algebra/polynomialDivision.js';
import { type Atom, type Ring, TooLarge } from '../../expression/algebra/ring.js';
import { substitute } from '../../expression/calculus/substitute.js';
import {
  call,
  type Expression,
  keyOf,
  nodesOf,
  quotient,
  symbol,
  withParts,
} from '../../expression/syntax/expression.js';
import { printExpression } from '../../expression/syntax/print.js';

/** A polynomial that is told apart from others up to a number in front, whatever ring it was made in. */
export interface Canonical {
  readonly key: string;
  /** by the text of the monomial; the first in their order has the coefficient 1 */
  readonly form: ReadonlyMap<string, Rational>;
  /** with names of our own, see `shown` */
  readonly expression: Expression;
}

/** orientation · size · of */
export interface Scaled {
  readonly of: Canonical;
  readonly orientation: 1 | -1;
  readonly size: Rational;
}

/** A monomial as a product of powers of atoms. */
export interface KnownMonomial {
  readonly expression: Expression;
  readonly powers: readonly { readonly atom: string; readonly exponent: number }[];
}

/** What an atom is by its kind alone. */
export type AtomSign = 'positive' | 'nonnegative' | null;

/** Normal forms of formulas, each worked out once, and what is known of the monomials and atoms in them. */
export class Algebra {
  readonly monomials = new Map<string, KnownMonomial>();
  readonly atoms = new Map<string, AtomSign>();
  private readonly roots = new Map<string, Expression>();
  /** what names of our own stand for */
  private readonly aliases = new Map<string, Expression>();

  constructor(readonly data: readonly string[]) {}

  /** The name that stands for the root of what is positive. */
  root(radicand: Expression): Expression {
    const name = `root of ${printExpression(radicand)}`;
    this.roots.set(name, radicand);
    this.aliases.set(name, call('sqrt', radicand));
    return symbol(name);
  }

  /** The formula with a name in instance of every moment of more than a polynomial, so that such a moment stays as it is. */
  withNamedMoments(node: Expression): Expression {
    if (node.kind !== 'moment') return withParts(node, (part) => this.withNamedMoments(part));
    if (!holdsCall(node.argument)) return node;
    const simple = simplify(node, this.data);
    if (simple.kind !== 'moment') return this.withNamedMoments(simple);
    const name = `moment of ${printExpression(simple)}`;
    this.aliases.set(name, simple);
    return symbol(name);
  }

  radicandOf(name: string): Expression | null {
    return this.roots.get(name) ?? null;
  }

  /** Throws TooLarge and DivisionByZero. */
  readonly normalForm = memoised<Expression, NormalForm>((expression) => {
    const { ring, fractions } = normalForms([expression], { purpose: 'proof', data: this.data, budget });
    return { ring, fraction: fractions[0] };
  }, keyOf);

  /** The polynomial up to a number. Throws RangeError for the zero polynomial. */
  canonical(ring: Ring, polynomial: Polynomial): Scaled {
    const terms = [...polynomial].map(([monomial, value]) => {
      const single: Polynomial = new Map([[monomial, one]]);
      const text = ring.textOf(single);
      if (!this.monomials.has(text)) this.registerMonomial(ring, text, single);
      return [text, value] as const;
    });
    terms.sort(([a], [b]) => (a < b ? -1 : 1));
    const [[, scale]] = terms;
    const form = new Map(terms.map(([text, value]) => [text, dividedBy(value, scale)]));
    const scaled = new Map([...polynomial].map(([monomial, value]) => [monomial, dividedBy(value, scale)]));
    return {
      of: {
        key: [...form].map(([text, { numerator, denominator }]) => `${numerator}/${denominator}·${text}`).join(' + '),
        form,
        expression: expressionOf({ ring, fraction: ring.polynomial(scaled) }),
      },
      orientation: sign(scale) < 0 ? -1 : 1,
      size: absolute(scale),
    };
  }

  /** The polynomial that an expression is; null when it is 0 or a true quotient. */
  readonly canonicalOf = memoised<Expression, Scaled | null>((expression) => {
    const { ring, fraction } = this.normalForm(expression);
    const isPolynomial = fraction.numerator.size > 0 && fraction.denominator.size === 0;
    return isPolynomial ? this.canonical(ring, fraction.numerator) : null;
  }, keyOf);

  /** dividend / divisor where both are polynomials and the division leaves nothing; else null. */
  quotient(dividend: Expression, divisor: Expression): Expression | null {
    try {
      const { ring, fractions } = normalForms([dividend, divisor], { purpose: 'proof', data: this.data, budget });
      const [above, below] = fractions;
      if (above.denominator.size > 0 || below.denominator.size > 0 || below.numerator.size < 2) return null;
      if (hasDivision(above.numerator) || hasDivision(below.numerator)) return null;
      const found = divideExactly(above.numerator, below.numerator);
      return found === null || asConstant(found) !== null
        ? null
        : expressionOf({ ring, fraction: ring.polynomial(found) });
    } catch (error) {
      if (error instanceof TooLarge) return null;
      throw error;
    }
  }

  /** A factor of a polynomial that is a polynomial of two terms or more; null where none was found. */
  factorOf({ expression }: Canonical): Canonical | null {
    const { ring, fraction } = this.normalForm(expression);
    if (fraction.denominator.size > 0 || hasDivision(fraction.numerator)) return null;
    const [first, ...others] = factorise(fraction.numerator);
    const isWhole = others.length === 0 && first.exponent === 1;
    return isWhole || first.factor.size < 2 ? null : this.canonical(ring, first.factor).of;
  }

  /** What a monomial is the other times, where its powers are all there; else null. */
  monomialQuotient(text: string, divisorText: string): Expression | null {
    const [dividend, divisor] = [this.monomials.get(text), this.monomials.get(divisorText)];
    if (dividend === undefined || divisor === undefined) return null;
    const isThere = divisor.powers.every(({ atom, exponent }) => {
      const own = dividend.powers.find((power) => power.atom === atom);
      return own !== undefined && exponent > 0 && own.exponent >= exponent;
    });
    return isThere
      ? (this.canonicalOf(quotient(dividend.expression, divisor.expression))?.of.expression ?? null)
      : null;
  }

  /** In the grammar of model files: names of our own replaced by what they stand for. */
  shown(expression: Expression): Expression {
    return substitute(expression, this.aliases);
  }

  private signOfAtom(ring: Ring, atom: Atom): AtomSign {
    return atom.kind === 'symbol' && this.roots.has(atom.name) ? 'positive' : atomSign(ring, atom);
  }

  private registerMonomial(ring: Ring, text: string, single: Polynomial): void {
    const powers: { atom: string; exponent: number }[] = [];
    const [[monomial]] = single;
    forEachPower(monomial, (variable, exponent) => {
      const atom = ring.textOf(variablePolynomial(variable));
      if (!this.atoms.has(atom)) this.atoms.set(atom, this.signOfAtom(ring, ring.atoms[variable]));
      powers.push({ atom, exponent });
    });
    this.monomials.set(text, { expression: expressionOf({ ring, fraction: ring.polynomial(single) }), powers });
  }
}

/** Conditions are short; what needs more than this is left undecided. */
const budget = 200_000;

function holdsCall(formula: Expression): boolean {
  return nodesOf([formula]).some(({ kind }) => kind === 'call' || kind === 'conditional');
}

function atomSign(ring: Ring, atom: Atom): AtomSign {
  switch (atom.kind) {
    case 'exponential':
    case 'pi':
      return 'positive';
    case 'root':
      return asConstant(atom.radicand) === null ? 'nonnegative' : 'positive';
    case 'positive':
    case 'vanishing':
    case 'absolute':
      return 'nonnegative';
    case 'moment': {
      const { numerator, denominator } = atom.argument;
      if (atom.moment === 'var') return 'nonnegative';
      if (denominator.size > 0 || numerator.size !== 1) return null;
      const [[monomial, coefficient]] = numerator;
      let isSquare = sign(coefficient) > 0;
      forEachPower(monomial, (variable, exponent) => {
        isSquare &&= exponent % 2 === 0 || atomSign(ring, ring.atoms[variable]) !== null;
      });
      return isSquare ? 'nonnegative' : null;
    }
    default:
      return null;
  }
}
