import type { Enclosure } from '../../arithmetic/enclosure.js';
import {
  dividedBy,
  equal,
  negated,
  type Rational,
  rational,
  sign as signOfRational,
} from '../../arithmetic/rational.js';
import { type Condition, type Formula, reached } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { valuesIn } from '../formula/valueIn.js';
import { malformed, NotFollowed, NoValue } from '../notFollowed.js';
import { asNumber, normalised, polynomialText } from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';
import { anySign, narrowest, nonnegative, type Signs, timesSigns } from '../quotients/signs.js';
import { entries, list, object, rationalText, text, texts } from '../readJson.js';
import { MomentField } from './momentField.js';
import { PolynomialSigns } from './polynomialSigns.js';
import { SignedField } from './signedField.js';
import { StatedMoments } from './statedMoments.js';

/** What a certificate states: that the condition holds exactly where the exponent is negative, under the assumptions. */
export interface Stated {
  readonly data: readonly string[];
  readonly condition: Condition;
  readonly exponent: Formula;
  readonly assumptions: readonly { readonly formula: Formula; readonly sign: string }[];
}

/** The check of one tree of sign cases, whatever it is nested to. Throws NotFollowed. */
export class SignCases {
  private readonly field: QuotientField;
  private readonly moments: StatedMoments;
  private readonly assumed = new Map<string, Signs>();
  private readonly ranges: ReadonlyMap<string, Enclosure>;
  leaves = 0;
  private depth = 0;

  constructor(private readonly stated: Stated) {
    const { data, condition, exponent, assumptions } = stated;
    this.field = new MomentField(data);
    this.moments = new StatedMoments(this.field, data);
    this.moments.state(condition, exponent, ...assumptions.map(({ formula }) => formula));
    this.ranges = statedRanges(
      assumptions.map(({ formula, sign }) => this.assume(formula, sign === 'positive' ? [1] : nonnegative)),
    );
  }

  private assume(formula: Formula, signs: Signs): Quotient {
    const value = valuesIn<Quotient>(this.field)(formula);
    const canonical = canonicalOf(value);
    if (canonical !== null) {
      const known = this.assumed.get(canonical.text) ?? anySign;
      this.assumed.set(canonical.text, narrowest([known, timesSigns(signs, [canonical.orientation])]));
    }
    return value;
  }

  verify(json: unknown, signs: ReadonlyMap<string, Signs>): void {
    if (++this.depth > deepest) throw new NotFollowed('the proof is nested too deeply');
    const node = object(json, 'proof');
    if (Object.hasOwn(node, 'split')) this.verifySplit(node, signs);
    else if (Object.hasOwn(node, 'product')) this.verifyProduct(node, signs);
    else this.verifyLeaf(Object.entries(node), signs);
    this.depth--;
  }

  private verifySplit(json: unknown, signs: ReadonlyMap<string, Signs>): void {
    const node = entries(json, 'proof', ['split', 'negative', 'zero', 'positive']);
    const split = canonicalOf(this.under(signs).value(this.read(node.split)));
    if (split === null) throw new NotFollowed('what a case is split on is no polynomial');
    for (const [branch, sign] of [
      [node.negative, -1],
      [node.zero, 0],
      [node.positive, 1],
    ] as const) {
      this.verify(branch, new Map([...signs, [split.text, timesSigns([sign], [split.orientation])]]));
    }
  }

  private verifyProduct(json: unknown, signs: ReadonlyMap<string, Signs>): void {
    const node = entries(json, 'proof', ['product', 'factors', 'inside']);
    const here = this.under(signs);
    const value = valuesIn<Quotient>(this.field)(this.read(node.product));
    const factors = texts(node.factors, 'proof.factors').map((factor) => here.value(this.read(factor)));
    const total = factors.reduce((a, b) => this.field.multiply(a, b), this.field.constant(rational(1)));
    const product = canonicalOf(value);
    if (product === null || !this.field.equal(value, total)) {
      throw new NotFollowed('a product is not that of its factors');
    }
    const sign = factors.map((factor) => here.polynomials.ofQuotient(factor)).reduce(timesSigns, [product.orientation]);
    this.verify(node.inside, new Map([...signs, [product.text, sign]]));
  }

  private verifyLeaf(
    [[kind, content] = ['', null], ...others]: readonly (readonly [string, unknown])[],
    signs: ReadonlyMap<string, Signs>,
  ): void {
    this.leaves++;
    if (others.length > 0) throw malformed('proof', 'a case closes in two ways');
    if (kind === 'contradiction') {
      this.verifyContradiction(content, signs);
      return;
    }
    const { signed } = this.under(signs);
    if (kind === 'agree' && content === true) {
      const isNegative = signed.signOf(this.stated.exponent) < 0;
      if (signed.truth(this.stated.condition) === isNegative) return;
      throw new NotFollowed('condition and exponent do not agree in a case');
    }
    if (kind !== 'undefined' || content !== true) throw malformed('proof', 'a case closes in no known way');
    if (this.hasValue(signed)) throw new NotFollowed('a case that is called undefined is not');
  }

  /** Σ multiplier · expression is 0, though no term is negative and one is positive. */
  private verifyContradiction(json: unknown, signs: ReadonlyMap<string, Signs>): void {
    const here = this.under(signs);
    // a case and the assumptions may say opposite things of one expression: that is what a contradiction is
    const said = [signs, this.assumed, new Map()].map((known) => new PolynomialSigns(this.field, known));
    const sources = [here.polynomials, ...said];
    let total: Quotient = this.field.constant(rational(0));
    let isStrict = false;
    for (const entry of list(json, 'contradiction')) {
      const { of, multiplier } = entries(entry, 'contradiction', ['of', 'multiplier']);
      const formula = this.read(of);
      const factor = rationalText(multiplier, 'contradiction.multiplier');
      const value = here.value(formula);
      const side = signOfRational(factor);
      const fitting = sources
        .map((source) => source.ofQuotient(value))
        .filter((known) => known.every((one) => one * side >= 0));
      if (fitting.length === 0) throw new NotFollowed('a term of a contradiction has no sign that is known');
      isStrict ||= side !== 0 && fitting.some((known) => !known.includes(0));
      total = this.field.add(total, this.field.multiply(this.field.constant(factor), value));
    }
    if (!isStrict || !this.field.isZero(total)) throw new NotFollowed('what is assumed does not add up to 0 > 0');
  }

  private hasValue(signed: SignedField): boolean {
    try {
      signed.signOf(this.stated.exponent);
    } catch (error) {
      if (error instanceof NoValue) return false;
      // the sign need not be known for the condition to have no value
      if (!(error instanceof NotFollowed)) throw error;
    }
    return signed.truth(this.stated.condition) !== null;
  }

  private read(json: unknown): Formula {
    const formula = parseFormula(text(json, 'proof'));
    this.moments.requireKnown(formula);
    for (const part of reached(formula)) {
      if (part.kind === 'moment' && part.moment === 'var') this.assume(part, nonnegative);
    }
    return formula;
  }

  private under(signs: ReadonlyMap<string, Signs>) {
    const polynomials = new PolynomialSigns(this.field, new Map([...this.assumed, ...signs]), this.ranges);
    const signed = new SignedField(this.field, (value) => polynomials.ofQuotient(value));
    return {
      polynomials,
      signed,
      value: (formula: Formula) => valuesIn<Quotient>(signed)(formula),
    };
  }
}

/** Each level is a sign that is split on; claims speak of a few dozen expressions. */
const deepest = 400;

/** The text of a polynomial up to a number in front, and the sign of that number; null for 0 and for quotients. */
function canonicalOf({ above, below }: Quotient): { readonly text: string; readonly orientation: 1 | -1 } | null {
  if (asNumber(below) === null || above.size === 0) return null;
  const { factor, rest } = normalised(above);
  return { text: polynomialText(rest), orientation: signOfRational(factor) < 0 ? -1 : 1 };
}

/** Intervals of names that have both a lower bound, name - c, and an upper one, c - name, that are not negative. */
function statedRanges(assumptions: readonly Quotient[]): Map<string, Enclosure> {
  const lower = new Map<string, Rational>();
  const upper = new Map<string, Rational>();
  for (const { above, below } of assumptions) {
    const names = [...above.values()].filter(({ powers }) => powers.size > 0);
    const [{ coefficient, powers } = { coefficient: rational(0), powers: new Map() }] = names;
    const [[atom, power] = ['', rational(0)]] = powers;
    if (names.length !== 1 || powers.size !== 1 || !equal(power, rational(1)) || asNumber(below) === null) continue;
    const bound = dividedBy(negated(above.get('')?.coefficient ?? rational(0)), coefficient);
    (signOfRational(coefficient) > 0 ? lower : upper).set(atom, bound);
  }
  return new Map(
    [...lower].flatMap(([atom, low]) => {
      const high = upper.get(atom);
      return high === undefined ? [] : [[atom, { lower: low, upper: high }] as const];
    }),
  );
}
