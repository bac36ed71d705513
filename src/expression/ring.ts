import {
  dividedBy as divideRationals,
  equal,
  one,
  type Rational,
  power as rationalPower,
  toText,
} from '../numeric/rational.js';
import type { Expression } from './expression.js';
import type { FunctionName } from './functionName.js';
import { indicatorsIn, joined, settledPolynomial } from './indicators.js';
import { DivisionByZero, TooLarge } from './normalFormErrors.js';
import {
  addPolynomials,
  asConstant,
  constantPolynomial,
  forEachPower,
  hasNegativeExponent,
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
  unitMonomial,
  variablePolynomial,
  zeroPolynomial,
} from './polynomial.js';
import { divideExactly } from './polynomialDivision.js';
import { Relations } from './relations.js';
import { shortText } from './shortText.js';

/**
 * numerator / Π factor^exponent. Factors have two or more terms or hold an atom that is no unit; they are monic in the
 * lexicographic order and have no monomial content.
 */
export interface Fraction {
  readonly numerator: Polynomial;
  readonly denominator: ReadonlyMap<string, { readonly factor: Polynomial; readonly exponent: number }>;
}

/**
 * What a variable of the ring stands for. Relations: root^index = radicand, sine² = 1 − cosine², absolute² = argument²,
 * positive² = positive, vanishing² = vanishing, positive·vanishing = 0, argument·vanishing = 0 (the same argument). Every
 * other atom is free.
 */
export type Atom =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'pi' }
  /** exp(exponent); the exponent is a basis element divided by its granularity */
  | { readonly kind: 'exponential'; readonly exponent: Fraction }
  | { readonly kind: 'sine' | 'cosine'; readonly angle: Fraction }
  | { readonly kind: 'root'; readonly index: number; readonly radicand: Polynomial }
  | { readonly kind: 'absolute'; readonly argument: Polynomial }
  /** 1 where the argument is positive, else 0 */
  | { readonly kind: 'positive'; readonly argument: Polynomial }
  /** 1 where the argument is 0, else 0 */
  | { readonly kind: 'vanishing'; readonly argument: Polynomial }
  /** log |argument| */
  | { readonly kind: 'logarithm'; readonly argument: Polynomial }
  | { readonly kind: 'power'; readonly base: Fraction; readonly exponent: Fraction }
  /** a subexpression taken as a whole */
  | { readonly kind: 'part'; readonly value: Fraction }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Fraction[] }
  | { readonly kind: 'moment'; readonly moment: 'mean' | 'var'; readonly argument: Fraction }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly then: Fraction; readonly otherwise: Fraction };

export const zeroFraction: Fraction = { numerator: zeroPolynomial, denominator: new Map() };
export const oneFraction: Fraction = { numerator: onePolynomial, denominator: new Map() };

export { TooLarge };

/** Arithmetic of fractions in a growing list of atoms, with the atoms' relations applied to every result. */
export class Ring {
  readonly atoms: Atom[] = [];
  /** whether the atom's value depends on the sample */
  readonly dependsOnData: boolean[] = [];
  private readonly texts: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly fullTexts: string[] = [];
  readonly relations = new Relations();
  /** what was divided by, and whether only inside branches of conditionals */
  private readonly divisors = new Map<string, { readonly factor: Polynomial; readonly isGuarded: boolean }>();
  private work = 0;

  constructor(private readonly budget: number) {}

  /** The variable of an atom; the text identifies it, whatever ring it stands in. */
  variable(fullText: string, make: () => { atom: Atom; dependsOnData: boolean }): number {
    const text = shortText(fullText);
    const known = this.ids.get(text);
    if (known !== undefined) {
      if (this.fullTexts[known] !== fullText) throw new TooLarge('two atoms that their short texts do not tell apart');
      return known;
    }
    const { atom, dependsOnData } = make();
    const id = this.atoms.length;
    if (id > 60000) throw new TooLarge('more than 60,000 atoms');
    this.atoms.push(atom);
    this.dependsOnData.push(dependsOnData);
    this.texts.push(text);
    this.fullTexts.push(fullText);
    this.ids.set(text, id);
    this.relate(id, atom, fullText);
    return id;
  }

  private relate(id: number, atom: Atom, fullText: string): void {
    const { relations } = this;
    switch (atom.kind) {
      case 'root':
        relations.statePower(id, atom.index, atom.radicand);
        break;
      case 'absolute':
        relations.statePower(id, 2, this.product(atom.argument, atom.argument));
        break;
      case 'positive':
      case 'vanishing': {
        relations.stateIndicator(id);
        if (atom.kind === 'vanishing') relations.stateVanishing(id, atom.argument);
        const other = atom.kind === 'positive' ? 'vanishing' : 'positive';
        const partner = this.ids.get(shortText(fullText.replace(/^\w+/, other)));
        if (partner !== undefined) relations.stateExclusive(id, partner);
        break;
      }
      default:
    }
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
    let numerator: Polynomial = onePolynomial;
    for (const { factor, exponent } of a.denominator.values()) {
      for (let n = 0; n < exponent; n++) numerator = this.product(numerator, factor);
    }
    const { coefficient, content, rest } = this.primitive(a.numerator);
    const [indicator] = indicatorsIn(this, this.polynomial(a.numerator));
    if (indicator !== undefined) return this.invertByCases(a, indicator);
    const { monomial, roots, factors } = this.unitPart(content);
    numerator = scalePolynomial(numerator, divideRationals(one, coefficient), invertMonomial(monomial));
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
    const content = monomialContent(a, () => true);
    const stripped = scalePolynomial(a, one, invertMonomial(content));
    const [, coefficient] = leadingTerm(stripped);
    return { coefficient, content, rest: scalePolynomial(stripped, divideRationals(one, coefficient)) };
  }

  /** A product of polynomials, relations applied. */
  product(a: Polynomial, b: Polynomial): Polynomial {
    this.spend(a.size * b.size);
    return this.reduce(multiplyPolynomials(a, b));
  }

  /** A text that identifies a polynomial whatever ring it stands in. */
  textOf(a: Polynomial): string {
    const parts: string[] = [];
    for (const [monomial, coefficient] of a) {
      const powers: string[] = [];
      forEachPower(monomial, (variable, exponent) => powers.push(`${this.texts[variable]}^${exponent}`));
      parts.push(`${toText(coefficient)}*${powers.sort().join('*')}`);
    }
    return parts.sort().join('+');
  }

  fractionText(a: Fraction): string {
    const factors = [...a.denominator.values()].map(({ factor, exponent }) => `(${this.textOf(factor)})^${exponent}`);
    return `${this.textOf(a.numerator)}/${factors.sort().join('*')}`;
  }

  isIndicator(variable: number): boolean {
    const { kind } = this.atoms[variable];
    return kind === 'positive' || kind === 'vanishing';
  }

  /** Remembers a divisor; guarded: inside a branch of a conditional, as every case of a divisor with indicators is. */
  noteDivisor(a: Fraction, guarded: boolean): void {
    const [indicator] = indicatorsIn(this, a);
    if (indicator !== undefined) {
      for (const isTrue of [true, false]) {
        const numerator = settledPolynomial(this, a.numerator, indicator, isTrue);
        if (numerator.size > 0) this.noteDivisor({ numerator, denominator: a.denominator }, true);
      }
      return;
    }
    const { content, rest } = this.primitive(a.numerator);
    const factors = asConstant(rest) === null ? [rest] : [];
    forEachPower(content, (variable) => {
      // a power of a unit is never multiplied into a numerator: in a branch it does no harm
      if (!guarded || this.isRelated(variable)) factors.push(variablePolynomial(variable));
    });
    for (const factor of factors) {
      const key = polynomialKey(factor);
      const isGuarded = guarded && (this.divisors.get(key)?.isGuarded ?? true);
      this.divisors.set(key, { factor, isGuarded });
    }
  }

  /** Divisors: `branch`, inside branches of conditionals only (where they are 0 the expression may be defined); or `outside`. */
  divisorsOf(where: 'branch' | 'outside'): Polynomial[] {
    const isBranch = where === 'branch';
    return [...this.divisors.values()].filter(({ isGuarded }) => isGuarded === isBranch).map(({ factor }) => factor);
  }

  /** Whether a variable obeys a relation, so that its powers are not free. */
  isRelated(variable: number): boolean {
    return this.relations.powerOf(variable) !== null;
  }

  hasData(a: Fraction): boolean {
    return (
      this.polynomialHasData(a.numerator) ||
      [...a.denominator.values()].some(({ factor }) => this.polynomialHasData(factor))
    );
  }

  polynomialHasData(a: Polynomial): boolean {
    for (const monomial of a.keys()) if (this.monomialHasData(monomial)) return true;
    return false;
  }

  monomialHasData(monomial: Monomial): boolean {
    let found = false;
    forEachPower(monomial, (variable) => {
      found ||= this.dependsOnData[variable];
    });
    return found;
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
  }

  /** Divides numerator and denominator by the factors that divide the numerator exactly. */
  private cancelled(a: Fraction): Fraction {
    if (a.numerator.size === 0) return zeroFraction;
    let { numerator } = a;
    let denominator: Map<string, { factor: Polynomial; exponent: number }> | null = null;
    for (const [key, { factor, exponent }] of a.denominator) {
      let left = exponent;
      while (left > 0 && numerator.size >= factor.size) {
        const content = monomialContent(numerator, () => true);
        const stripped = hasNegativeExponent(content)
          ? scalePolynomial(numerator, one, invertMonomial(content))
          : numerator;
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

/** The number that a fraction is, else null. */
export function constantOf(a: Fraction): Rational | null {
  return a.denominator.size === 0 ? asConstant(a.numerator) : null;
}

export function isOne(a: Fraction): boolean {
  const value = constantOf(a);
  return value !== null && equal(value, one);
}
