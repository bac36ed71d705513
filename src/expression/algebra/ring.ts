import { dividedBy as divideRationals, one, type Rational, power as rationalPower } from '../../arithmetic/rational.js';
import { spend } from '../../arithmetic/work.js';
import { AtomList } from './atomList.js';
import { Divisors } from './divisors.js';
import { type Fraction, oneFraction, zeroFraction } from './fraction.js';
import type { FractionArithmetic } from './fractionArithmetic.js';
import { indicatorsIn, joined, settledPolynomial } from './indicators.js';
import { DivisionByZero, TooLarge } from './normalFormErrors.js';
import {
  addPolynomials,
  asConstant,
  coefficientSize,
  constantPolynomial,
  forEachPower,
  hasDivision,
  invertMonomial,
  leadingTerm,
  type Monomial,
  monomialContent,
  monomialOf,
  multiplyPolynomials,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
  splitContent,
  unitMonomial,
  variablePolynomial,
} from './polynomial.js';
import { divideExactly } from './polynomialDivision.js';

export { type Atom, constantOf, type Fraction, oneFraction, zeroFraction } from './fraction.js';
export { TooLarge };

/** Arithmetic of fractions in a growing list of atoms, with the atoms' relations applied to every result. */
export class Ring extends AtomList implements FractionArithmetic {
  readonly divisors = new Divisors();
  private work = 0;

  constructor(private readonly budget: number) {
    super();
  }

  add(a: Fraction, b: Fraction): Fraction {
    if (a.numerator.size === 0) return b;
    if (b.numerator.size === 0) return a;
    if (a.denominator.size === 0 && b.denominator.size === 0) {
      return { numerator: addPolynomials(a.numerator, b.numerator), denominator: a.denominator };
    }
    const common = new Map(a.denominator);
    for (const [key, part] of b.denominator) {
      if (part.exponent > (common.get(key)?.exponent ?? 0)) common.set(key, part);
    }
    const lift = (x: Fraction): Polynomial => {
      let numerator = x.numerator;
      for (const [key, { factor, exponent }] of common) {
        for (let n = x.denominator.get(key)?.exponent ?? 0; n < exponent; n++)
          numerator = this.product(numerator, factor);
      }
      return numerator;
    };
    return this.cancelled({ numerator: addPolynomials(lift(a), lift(b)), denominator: common });
  }

  negate(a: Fraction): Fraction {
    return { numerator: negatePolynomial(a.numerator), denominator: a.denominator };
  }

  multiply(a: Fraction, b: Fraction): Fraction {
    const numerator = this.product(a.numerator, b.numerator);
    if (numerator.size === 0) return zeroFraction;
    if (a.denominator.size === 0 && b.denominator.size === 0) return { numerator, denominator: a.denominator };
    const denominator = new Map(a.denominator);
    for (const [key, { factor, exponent }] of b.denominator) {
      denominator.set(key, { factor, exponent: exponent + (denominator.get(key)?.exponent ?? 0) });
    }
    return this.cancelled({ numerator, denominator });
  }

  /** 1 / a, or null when a is zero. */
  invert(a: Fraction): Fraction | null {
    if (a.numerator.size === 0) return null;
    const { coefficient, content, rest } = this.primitive(a.numerator);
    const [indicator] = indicatorsIn(this, this.polynomial(a.numerator));
    if (indicator !== undefined) return this.invertByCases(a, indicator);
    const { monomial, roots, factors } = this.unitPart(content);
    const lifted = this.multipliedOut(a.denominator);
    const numerator = scalePolynomial(lifted, divideRationals(one, coefficient), invertMonomial(monomial));
    const denominator = new Map<string, { factor: Polynomial; exponent: number }>();
    for (const part of [...factors, ...(asConstant(rest) ? [] : [{ factor: rest, exponent: 1 }])]) {
      denominator.set(polynomialKey(part.factor), part);
    }
    let result = this.cancelled({ numerator: this.reduce(numerator), denominator });
    for (const { variable, exponent } of roots) {
      const { index, value } = this.relations.powerOf(variable) as { index: number; value: Polynomial };
      const inverse = this.invert(this.polynomial(value)) as Fraction;
      result = this.multiply(
        result,
        this.multiply(this.polynomial(variablePolynomial(variable, index - exponent)), inverse),
      );
    }
    return result;
  }

  /** The product of the factors of a denominator. */
  multipliedOut(denominator: Fraction['denominator']): Polynomial {
    let result: Polynomial = onePolynomial;
    for (const { factor, exponent } of denominator.values()) {
      for (let n = 0; n < exponent; n++) result = this.product(result, factor);
    }
    return result;
  }

  /** A case in which a is zero has no inverse, and is left out. */
  private invertByCases(a: Fraction, indicator: number): Fraction {
    const at = (isTrue: boolean) => (): Fraction => {
      const numerator = settledPolynomial(this, a.numerator, indicator, isTrue);
      const inverse = this.invert({ numerator, denominator: a.denominator });
      if (inverse === null) throw new DivisionByZero('the expression divides by zero everywhere');
      return inverse;
    };
    return joined(this, indicator, at(true), at(false));
  }

  power(a: Fraction, exponent: number): Fraction | null {
    if (exponent < 0) {
      const inverse = this.invert(a);
      return inverse === null ? null : this.power(inverse, -exponent);
    }
    if (a.denominator.size === 0 && a.numerator.size === 1 && this.relations.isEmpty) {
      const [[monomial, coefficient]] = a.numerator;
      const { units, isFractional } = coefficientSize(a.numerator);
      this.spend(costOf(units * exponent, units * exponent, isFractional));
      let raised = unitMonomial;
      forEachPower(monomial, (variable, e) => {
        raised += monomialOf(variable, e * exponent);
      });
      return { numerator: new Map([[raised, rationalPower(coefficient, exponent)]]), denominator: a.denominator };
    }
    let result = oneFraction;
    let square = a;
    for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = this.multiply(result, square);
      if (n > 1) square = this.multiply(square, square);
    }
    return result;
  }

  constant(value: Rational): Fraction {
    return { numerator: constantPolynomial(value), denominator: new Map() };
  }

  /** The fraction whose value is one atom. */
  atomFraction(variable: number): Fraction {
    return { numerator: variablePolynomial(variable), denominator: new Map() };
  }

  polynomial(numerator: Polynomial): Fraction {
    return { numerator, denominator: new Map() };
  }

  /** coefficient · content · rest, with rest monic and without monomial content. */
  primitive(a: Polynomial): { coefficient: Rational; content: Monomial; rest: Polynomial } {
    const { content, rest } = splitContent(a);
    const [, coefficient] = leadingTerm(rest);
    return { coefficient, content, rest: scalePolynomial(rest, divideRationals(one, coefficient)) };
  }

  /** A product of polynomials, relations applied. */
  product(a: Polynomial, b: Polynomial): Polynomial {
    const [left, right] = [coefficientSize(a), coefficientSize(b)];
    this.spend(a.size * b.size * costOf(left.units, right.units, left.isFractional || right.isFractional));
    return this.reduce(multiplyPolynomials(a, b));
  }

  /** The part of a monomial that can be inverted as it stands, its roots (1/r = r^(n−1)/radicand), and the factors that stay below. */
  private unitPart(monomial: Monomial) {
    let unit = unitMonomial;
    const roots: { variable: number; exponent: number }[] = [];
    const factors: { factor: Polynomial; exponent: number }[] = [];
    forEachPower(monomial, (variable, exponent) => {
      if (!this.isRelated(variable)) unit += monomialOf(variable, exponent);
      else if (this.atoms[variable].kind === 'root') roots.push({ variable, exponent });
      else factors.push({ factor: variablePolynomial(variable), exponent });
    });
    return { monomial: unit, roots, factors };
  }

  private reduce(a: Polynomial): Polynomial {
    return this.relations.reduced(a, (terms) => this.spend(terms));
  }

  private spend(work: number): void {
    this.work += work;
    if (this.work > this.budget) throw new TooLarge('the normal form outgrows its budget');
    spend(work);
  }

  /** Divides numerator and denominator by the factors that divide the numerator exactly. */
  private cancelled(a: Fraction): Fraction {
    if (a.numerator.size === 0) return zeroFraction;
    let { numerator } = a;
    let denominator: Map<string, { factor: Polynomial; exponent: number }> | null = null;
    for (const [key, { factor, exponent }] of a.denominator) {
      let left = exponent;
      while (left > 0 && numerator.size >= factor.size) {
        // few have one: the content is then worth its cost
        const content = hasDivision(numerator) ? monomialContent(numerator) : unitMonomial;
        const stripped =
          content === unitMonomial ? numerator : scalePolynomial(numerator, one, invertMonomial(content));
        this.spend(numerator.size);
        const quotient = divideExactly(stripped, factor);
        if (quotient === null) break;
        this.spend(quotient.size * factor.size);
        numerator = stripped === numerator ? quotient : scalePolynomial(quotient, one, content);
        left--;
      }
      if (left === exponent) continue;
      denominator ??= new Map(a.denominator);
      if (left === 0) denominator.delete(key);
      else denominator.set(key, { factor, exponent: left });
    }
    return denominator === null ? a : { numerator, denominator };
  }
}

/**
 * What a product of two coefficients costs by their lengths in units of 128 bits, that of short ones being 1: long
 * multiplication grows with the product of the lengths, and Euclid's algorithm, which fractions need, has as many long
 * steps as there are bits.
 */
function costOf(left: number, right: number, isFractional: boolean): number {
  if (left + right === 2) return 1;
  return 1 + Math.ceil(left * right * (isFractional ? 4 : 1 / 64));
}
