import { type Enclosure, exact, plus, power, signOf, times } from '../../arithmetic/enclosure.js';
import {
  absolute,
  dividedBy,
  minus,
  one,
  type Rational,
  rational,
  sign as signOfRational,
} from '../../arithmetic/rational.js';
import { childrenOf, type Expression, number, withChildren } from '../../expression/syntax/expression.js';
import { NotFollowed, valueIn } from './field.js';
import { firstExact, isExact, type Known, multiplied, type Sign, timesNonnegative, timesSign } from './known.js';
import {
  asNumber,
  normalised,
  type Polynomial,
  polynomialOf,
  polynomialText,
  productOf,
  productOfTerms,
  scaled,
  sumOf,
  type Term,
} from './polynomial.js';
import type { Quotient, QuotientField } from './quotientField.js';
import { plain } from './statedSet.js';

/** The formula has no value under these signs. */
export class NoValue extends Error {}

/**
 * Signs of formulas, given signs of polynomials by their texts up to a number in front. Throws NotFollowed where a sign does
 * not follow from these, NoValue where the formula is not defined.
 */
export class SignCheck {
  constructor(
    private readonly field: QuotientField,
    private readonly known: ReadonlyMap<string, Known>,
    /** closed intervals of atoms */
    private readonly ranges: ReadonlyMap<string, Enclosure> = new Map(),
  ) {}

  truth(condition: Expression): boolean {
    switch (condition.kind) {
      case 'comparison': {
        const sign = this.sign({ kind: 'sum', terms: [condition.left, minusOne(condition.right)] });
        const holds = {
          '<': sign < 0,
          '<=': sign <= 0,
          '>': sign > 0,
          '>=': sign >= 0,
          '==': sign === 0,
          '!=': sign !== 0,
        };
        return holds[condition.operator];
      }
      case 'logical': {
        // every operand is looked at, so that none is left undefined unseen
        const truths = condition.operands.map((operand) => () => this.truth(operand));
        if (condition.operator === 'not') return !truths[0]();
        return condition.operator === 'and' ? truths.every((truth) => truth()) : truths.some((truth) => truth());
      }
      case 'conditional':
        return this.truth(this.truth(condition.condition) ? condition.then : condition.otherwise);
      default:
        throw new NotFollowed('no condition');
    }
  }

  sign(expression: Expression): Sign {
    return this.exact(this.value(this.opened(expression)));
  }

  value(expression: Expression): Quotient {
    return valueIn(
      plain(this.field, (name) => this.field.name(name)),
      expression,
    );
  }

  /** What is known of the sign of a quotient; null for nothing. */
  ofQuotient({ above, below }: Quotient): Known | null {
    const under = this.ofPolynomial(below);
    if (under === 0) throw new NoValue('a division by 0');
    const over = this.ofPolynomial(above);
    if (under !== 1 && under !== -1) return over === 0 ? 0 : null;
    return over === null ? null : timesSign(over, under);
  }

  private exact(value: Quotient): Sign {
    const sign = this.ofQuotient(value);
    if (sign === -1 || sign === 0 || sign === 1) return sign;
    throw new NotFollowed(`the sign of ${polynomialText(value.above)} is not given`);
  }

  /** |·|, max, min, relu, sign and conditionals decided by signs; roots and logarithms of what they are defined for. */
  private opened(node: Expression): Expression {
    if (node.kind === 'moment') return node;
    if (node.kind === 'conditional') return this.opened(this.truth(node.condition) ? node.then : node.otherwise);
    const children = childrenOf(node).map((child) => this.opened(child));
    const same = withChildren(node, children);
    const [z] = children;
    if (node.kind === 'power') {
      const whole =
        node.exponent.kind === 'number' && node.exponent.value.denominator === 1n ? node.exponent.value : null;
      if (whole === null && this.sign(z) < 0) throw new NoValue('a broken power of a negative number');
      if (whole !== null && whole.numerator < 0n && this.sign(z) === 0) throw new NoValue('a division by 0');
    }
    if (node.kind !== 'call') return same;
    const extreme = (side: Sign): Expression =>
      children.reduce((best, other) =>
        this.sign({ kind: 'sum', terms: [best, minusOne(other)] }) === -side ? other : best,
      );
    switch (node.function) {
      case 'abs': {
        const sign = this.sign(z);
        return sign === 0 ? number(0) : sign > 0 ? z : minusOne(z);
      }
      case 'sign':
        return number(this.sign(z));
      case 'relu':
        return this.sign(z) > 0 ? z : number(0);
      case 'max':
        return extreme(1);
      case 'min':
        return extreme(-1);
      case 'sqrt':
        if (this.sign(z) < 0) throw new NoValue('the root of a negative number');
        return same;
      case 'log':
        if (this.sign(z) <= 0) throw new NoValue('the logarithm of what is not positive');
        return same;
      default:
        return same;
    }
  }

  /** From the given signs, the common monomial, the terms, or the square of a root. */
  private ofPolynomial(polynomial: Polynomial): Known | null {
    const constant = asNumber(polynomial);
    if (constant !== null) return signOfRational(constant);
    const { factor, rest } = normalised(polynomial);
    const front = signOfRational(factor) as 1 | -1;
    const given = this.known.get(polynomialText(rest)) ?? null;
    if (given !== null && isExact(given)) return timesSign(given, front);
    const content = commonTerm(rest);
    if (rest.size > 1 && content.powers.size > 0) {
      const inner = polynomialOf([...rest.values()].map((term) => productOfTerms(term, inverse(content))));
      const [outside, inside] = [this.ofTerm(content), this.ofPolynomial(inner)];
      if (outside === 0) return 0;
      if (outside === 1 || outside === -1) return inside === null ? null : timesSign(inside, (front * outside) as Sign);
    }
    const found = firstExact([given, this.ofTerms(rest), this.byRanges(rest)]) ?? this.byRoot(rest);
    return found === null ? null : timesSign(found, front);
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

  ofTerm({ coefficient, powers }: Term): Known | null {
    let sign: Known = signOfRational(coefficient);
    let isUnknown = false;
    for (const [atom, power] of powers) {
      const single = polynomialOf([{ coefficient: one, powers: new Map([[atom, one]]) }]);
      const given = firstExact([
        this.known.get(polynomialText(single)) ?? null,
        this.byRanges(single),
        this.ofAtom(atom, single),
      ]);
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

  /** A root is positive where what is under it is. */
  private ofAtom(atom: string, single: Polynomial): Known | null {
    const [root] = this.field.rootsIn(single);
    const under = root === undefined ? null : this.ofPolynomial(root.square);
    return under === 1 || under === 0 ? under : this.field.atomSign(atom);
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

  /** P + Q√e */
  private byRoot(polynomial: Polynomial): Known | null {
    for (const root of this.field.rootsIn(polynomial)) {
      const [plainPart, factor]: [Term[], Term[]] = [[], []];
      for (const term of polynomial.values()) {
        const power = term.powers.get(root.atom);
        if (power === undefined) plainPart.push(term);
        else factor.push(productOfTerms(term, { coefficient: one, powers: new Map([[root.atom, rational(-1)]]) }));
      }
      const [p, q] = [polynomialOf(plainPart), polynomialOf(factor)];
      if (p.size === 0 || this.field.rootsIn(q).some(({ atom }) => atom === root.atom)) continue;
      const radicand = this.ofPolynomial(root.square);
      const [signP, signQ] = [this.ofPolynomial(p), this.ofPolynomial(q)];
      if (signP === 0 && radicand === 1) return signQ;
      if (signQ === 0 || radicand === 0) return signP;
      if (radicand !== 1 || typeof signP !== 'number' || typeof signQ !== 'number') continue;
      if (signP === signQ) return signP;
      const squares = this.field.polynomial(
        sumOf(productOf(p, p), scaled(productOf(productOf(q, q), root.square), rational(-1))),
      );
      const sign = this.ofQuotient(squares);
      return sign === null ? null : timesSign(sign, signP);
    }
    return null;
  }
}

/** Stated intervals are short decimals. */
const rangeBits = 256;

function minusOne(expression: Expression): Expression {
  return { kind: 'product', factors: [number(-1), expression] };
}

/** The largest term with coefficient 1 that divides every term. */
function commonTerm(polynomial: Polynomial): Term {
  let powers: Map<string, Rational> | null = null;
  for (const term of polynomial.values()) {
    if (powers === null) {
      powers = new Map(term.powers);
      continue;
    }
    for (const atom of new Set([...powers.keys(), ...term.powers.keys()])) {
      const [a, b] = [powers.get(atom) ?? rational(0), term.powers.get(atom) ?? rational(0)];
      const least = signOfRational(minus(a, b)) < 0 ? a : b;
      if (least.numerator === 0n) powers.delete(atom);
      else powers.set(atom, least);
    }
  }
  return { coefficient: one, powers: powers ?? new Map() };
}

function inverse({ coefficient, powers }: Term): Term {
  return {
    coefficient: dividedBy(one, absolute(coefficient)),
    powers: new Map([...powers].map(([atom, power]) => [atom, minus(rational(0), power)])),
  };
}
