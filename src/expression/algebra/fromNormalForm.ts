import { memoised } from '../../arithmetic/memoised.js';
import {
  dividedBy,
  negated,
  one,
  type Rational,
  rational,
  power as rationalPower,
  times,
} from '../../arithmetic/rational.js';
import {
  call,
  comparison,
  conditional,
  type Expression,
  moment,
  number,
  numberOne,
  numberZero,
  pi,
  power,
  product,
  quotient,
  sum,
  symbol,
  withParts,
} from '../syntax/expression.js';
import { byText, commonFactor, lengthOf, rankOf, spareLength } from './displayOrder.js';
import { factorise } from './factorise.js';
import { type NormalForm, type NormalFormOptions, normalForm } from './normalForm.js';
import { withinBudget } from './normalFormErrors.js';
import {
  asConstant,
  degreeOf,
  exponentIn,
  forEachPower,
  hasNegativeExponent,
  leadingTerm,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  onePolynomial,
  type Polynomial,
  scalePolynomial,
  splitContent,
} from './polynomial.js';
import type { Atom, Fraction, Ring } from './ring.js';

/**
 * The expression in short form: equal terms collected, common factors out, moments named, the same text on every run.
 * Its value is the argument's wherever that is defined. An expression beyond the normal form's budget, or without a value
 * anywhere, comes back as it is.
 */
export function simplify(expression: Expression, data: readonly string[] = [], written?: WrittenCalls): Expression {
  return withinBudget(() => shortForm(expression, data, written)) ?? expression;
}

/** Functions at their arguments that were written in short form, kept for expressions that hold many of the same. */
export type WrittenCalls = Map<string, Expression>;

/** The same; throws TooLarge beyond the budget, and DivisionByZero where the expression has no value anywhere. */
export function shortForm(expression: Expression, data: readonly string[] = [], written?: WrittenCalls): Expression {
  const options: NormalFormOptions = { purpose: 'display', data, budget: displayBudget };
  return expressionOf(normalForm(expression, options), written);
}

/** Display is for reading; what needs more work than this is not short in any form. */
const displayBudget = 100_000;

/** A normal form written as an expression. */
export function expressionOf({ ring, fraction }: NormalForm, written: WrittenCalls = new Map()): Expression {
  return new Writer(ring, written).fraction(fraction);
}

interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Rational;
}

class Writer {
  constructor(
    private readonly ring: Ring,
    private readonly written: WrittenCalls,
  ) {}

  fraction(value: Fraction): Expression {
    const above = this.polynomial(value.numerator);
    const below = [...value.denominator.values()].map(({ factor, exponent }) =>
      power(this.polynomial(factor), exponent),
    );
    return below.length === 0 ? above : quotient(above, product(...below));
  }

  /** number · content · (factors), where that is short, else the terms one by one. */
  private polynomial(value: Polynomial): Expression {
    if (value.size === 0) return number(0);
    const { content, rest: stripped } = splitContent(value, (variable) => !this.wouldGrow(variable, value));
    const outer = this.monomial(content);
    if (stripped.size === 1) return product(number([...stripped.values()][0]), ...outer);
    const { scale, terms } = this.primitiveTerms(stripped);
    const inner = this.sum(terms);
    const factored = this.factored(stripped, inner);
    if (factored !== null) return product(number(factored.scale), ...outer, ...factored.factors);
    if (outer.length > 0) return product(number(scale), ...outer, inner);
    return this.sum(terms.map(({ monomial, coefficient }) => ({ monomial, coefficient: times(coefficient, scale) })));
  }

  /** Whether 1 − e^(−x) would become e^(−x)(e^x − 1), which has no value in doubles where x is large. */
  private wouldGrow(variable: number, value: Polynomial): boolean {
    if (this.ring.atoms[variable].kind !== 'exponential') return false;
    const exponents = [...value.keys()].map((monomial) => exponentIn(monomial, variable));
    const least = Math.min(...exponents);
    return least < 0 && exponents.some((exponent) => exponent > least);
  }

  /** A polynomial of several terms as a product of sums; null where that is longer than its terms. */
  private factored(value: Polynomial, expanded: Expression): { scale: Rational; factors: Expression[] } | null {
    if ([...value.keys()].some(hasNegativeExponent)) return null;
    const powers = factorise(value);
    if (powers.length === 1 && powers[0].exponent === 1) return null;
    let [, scale] = leadingTerm(value);
    const factors = powers.map(({ factor, exponent }) => {
      const { scale: own, terms } = this.primitiveTerms(factor);
      const [, lead] = leadingTerm(factor);
      scale = dividedBy(scale, rationalPower(dividedBy(lead, own), exponent));
      return power(this.sum(terms), exponent);
    });
    const isShort = lengthOf(product(...factors)) <= lengthOf(expanded) + spareLength;
    return isShort ? { scale, factors: factors.sort(byText) } : null;
  }

  /** Coprime whole coefficients times a number: positive terms first, then by degree and by the names in them. */
  private primitiveTerms(value: Polynomial): { scale: Rational; terms: Term[] } {
    const terms = [...value]
      .map(([monomial, coefficient]) => ({
        monomial,
        coefficient,
        order: this.ring.textOf(new Map([[monomial, one]])),
      }))
      .sort(
        (a, b) =>
          Number(a.coefficient.numerator < 0n) - Number(b.coefficient.numerator < 0n) ||
          degreeOf(b.monomial) - degreeOf(a.monomial) ||
          (a.order < b.order ? -1 : 1),
      );
    const isNegative = terms.every(({ coefficient }) => coefficient.numerator < 0n);
    const factor = commonFactor(terms.map(({ coefficient }) => coefficient));
    const scale = isNegative ? negated(factor) : factor;
    return {
      scale,
      terms: terms.map(({ monomial, coefficient }) => ({ monomial, coefficient: dividedBy(coefficient, scale) })),
    };
  }

  private sum(terms: readonly Term[]): Expression {
    return sum(...terms.map(({ monomial, coefficient }) => product(number(coefficient), ...this.monomial(monomial))));
  }

  /** The factors of a monomial, names first, each kind in alphabetical order; square roots side by side become one. */
  private monomial(given: Monomial): Expression[] {
    const monomial = this.withSizes(given);
    const factors: { order: string; factor: Expression }[] = [];
    let single = onePolynomial;
    const sums: Expression[] = [];
    forEachPower(monomial, (variable, exponent) => {
      const atom = this.ring.atoms[variable];
      if (atom.kind === 'root' && atom.index === 2 && exponent === 1) {
        const { content, rest } = splitContent(atom.radicand);
        const scale = commonFactor([...rest.values()]);
        const inner = scalePolynomial(rest, dividedBy(one, scale));
        single = this.ring.product(single, new Map([[content, scale]]));
        if (asConstant(inner) === null) sums.push(this.polynomial(inner));
        else single = this.ring.product(single, inner);
        return;
      }
      const factor =
        atom.kind === 'exponential' ? this.exponential(atom.exponent, exponent) : power(this.atom(variable), exponent);
      factors.push({ order: `${rankOf(atom)}${this.ring.textOf(new Map([[monomialOf(variable, 1), one]]))}`, factor });
    });
    factors.sort((a, b) => (a.order < b.order ? -1 : 1));
    const written = factors.map(({ factor }) => factor);
    if (single === onePolynomial && sums.length === 0) return written;
    return [...written, call('sqrt', product(this.polynomial(single), ...sums))];
  }

  /** |v|/v² is 1/|v|: even powers of a name below the line join its size. */
  private withSizes(monomial: Monomial): Monomial {
    let result = monomial;
    forEachPower(monomial, (variable, exponent) => {
      const atom = this.ring.atoms[variable];
      if (atom.kind !== 'absolute' || exponent !== 1 || atom.argument.size !== 1) return;
      const [[inner]] = atom.argument;
      if (inner.length !== 2) return;
      forEachPower(inner, (name) => {
        const power = exponentIn(monomial, name);
        if (power >= 0 || power % 2 !== 0) return;
        result = multiplyMonomials(result, multiplyMonomials(monomialOf(name, -power), monomialOf(variable, power)));
      });
    });
    return result;
  }

  private exponential(exponent: Fraction, count: number): Expression {
    return call('exp', this.fraction(this.ring.multiply(exponent, this.ring.constant(rational(count)))));
  }

  private readonly atom = memoised<number, Expression>((variable) => {
    const atom = this.ring.atoms[variable];
    // a hash stands for long parts, and could stand for two
    const full = atom.kind === 'call' ? this.ring.textOfAtom(variable) : '#';
    const text = full.includes('#') ? null : full;
    const made = (text === null ? undefined : this.written.get(text)) ?? this.write(atom);
    if (text !== null) this.written.set(text, made);
    return made;
  });

  private write(atom: Atom): Expression {
    switch (atom.kind) {
      case 'symbol':
        return symbol(atom.name);
      case 'pi':
        return pi;
      case 'exponential':
        return this.exponential(atom.exponent, 1);
      case 'sine':
      case 'cosine':
        return call(atom.kind === 'sine' ? 'sin' : 'cos', this.fraction(atom.angle));
      case 'root':
        return power(this.polynomial(atom.radicand), number(rational(1, atom.index)));
      case 'absolute':
        return call('abs', this.polynomial(atom.argument));
      case 'positive':
      case 'vanishing': {
        const operator = atom.kind === 'positive' ? '>' : '==';
        return conditional(comparison(operator, this.polynomial(atom.argument), numberZero), numberOne, numberZero);
      }
      case 'logarithm':
        return call('log', call('abs', this.polynomial(atom.argument)));
      case 'power':
        return power(this.fraction(atom.base), this.fraction(atom.exponent));
      case 'call':
        return call(atom.function, ...atom.arguments.map((value) => this.fraction(value)));
      case 'moment':
        return moment(atom.moment, this.fraction(atom.argument));
      case 'part':
        return this.fraction(atom.value);
      case 'choice':
        return conditional(
          shortCondition(atom.condition, atom.data),
          this.fraction(atom.then),
          this.fraction(atom.otherwise),
        );
    }
  }
}

/** Conditions keep their form; what they compare is written short. */
function shortCondition(condition: Expression, data: readonly string[]): Expression {
  const isCompound = condition.kind === 'comparison' || condition.kind === 'logical';
  return isCompound ? withParts(condition, (part) => shortCondition(part, data)) : simplify(condition, data);
}
