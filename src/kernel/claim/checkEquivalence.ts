import type { Enclosure } from '../../arithmetic/enclosure.js';
import {
  dividedBy,
  equal,
  negated,
  type Rational,
  rational,
  sign as signOfRational,
} from '../../arithmetic/rational.js';
import { type Expression, number } from '../../expression/syntax/expression.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import type { EquivalenceCertificate, SignCase } from '../certificate.js';
import { NotFollowed } from './field.js';
import { type Known, type Sign, timesNonnegative, timesSign } from './known.js';
import { asNumber, normalised, polynomialText } from './polynomial.js';
import { type Quotient, QuotientField } from './quotientField.js';
import { rationalOf } from './readClaimCertificate.js';
import { NoValue, SignCheck } from './signCheck.js';

/**
 * Verifies that the condition holds exactly where the exponent is negative, under the stated assumptions: the cases split
 * on all three signs of an expression, and in each both agree, one has no value, or what is assumed adds up to 0 > 0
 * (theory §7). Returns what was verified, in words. Throws NotFollowed.
 */
export function checkEquivalence(certificate: EquivalenceCertificate): string {
  const check = new TreeCheck(certificate);
  check.verify(certificate.proof, new Map());
  const assumed = certificate.assumptions.map(({ expression, sign }) => `${expression} is ${sign}`).join(', ');
  return `the condition holds exactly where the exponent is negative, in ${check.leaves} cases${assumed === '' ? '' : `, where ${assumed}`}`;
}

class TreeCheck {
  private readonly field: QuotientField;
  private readonly condition: Expression;
  private readonly exponent: Expression;
  private readonly assumed = new Map<string, Known>();
  private readonly ranges: ReadonlyMap<string, Enclosure>;
  leaves = 0;

  constructor(certificate: EquivalenceCertificate) {
    this.field = new QuotientField(certificate.data);
    this.condition = parseExpression(certificate.condition);
    this.exponent = parseExpression(certificate.exponent);
    for (const { expression, sign } of certificate.assumptions) {
      const stated = this.polynomialOf(expression);
      if (stated === null) continue;
      this.assumed.set(stated.text, timesSign(sign === 'positive' ? 1 : 'nonnegative', stated.orientation));
    }
    this.ranges = this.statedRanges(certificate.assumptions.map(({ expression }) => expression));
  }

  verify(node: SignCase, signs: ReadonlyMap<string, Known>): void {
    const known = new Map([...this.assumed, ...signs]);
    const check = new SignCheck(this.field, known, this.ranges);
    if ('split' in node) {
      const stated = this.polynomialOf(node.split);
      if (stated === null) throw new NotFollowed(`${node.split} is no polynomial`);
      const branches: [SignCase, Sign][] = [
        [node.negative, -1],
        [node.zero, 0],
        [node.positive, 1],
      ];
      for (const [branch, sign] of branches) {
        this.verify(branch, new Map([...signs, [stated.text, timesSign(sign, stated.orientation)]]));
      }
      return;
    }
    if ('product' in node) {
      const stated = this.polynomialOf(node.product);
      const factors = node.factors.map((text) => parseExpression(text));
      const values = factors.map((factor) => check.value(factor));
      const product = values.reduce((a, b) => this.field.multiply(a, b));
      if (stated === null || !this.field.equal(check.value(parseExpression(node.product)), product)) {
        throw new NotFollowed(`${node.product} is not the product`);
      }
      const sign = factors.reduce<Sign>((total, factor) => (total * check.sign(factor)) as Sign, 1);
      this.verify(node.inside, new Map([...signs, [stated.text, timesSign(sign, stated.orientation)]]));
      return;
    }
    this.leaves++;
    if ('contradiction' in node) this.verifyContradiction(node.contradiction, check);
    else if ('agree' in node) {
      if (check.truth(this.condition) !== check.sign(this.exponent) < 0) throw new NotFollowed('a case does not agree');
    } else if (this.hasValue(check)) throw new NotFollowed('a case that is called undefined is not');
  }

  /** Σ multiplier · expression is 0, though no term is negative and one is positive. */
  private verifyContradiction(
    terms: readonly { readonly of: string; readonly multiplier: string }[],
    check: SignCheck,
  ): void {
    const sources = [check, new SignCheck(this.field, this.assumed), new SignCheck(this.field, new Map())];
    let total: Quotient = this.field.constant(rationalOf('0'));
    let isStrict = false;
    for (const { of, multiplier } of terms) {
      const expression = parseExpression(of);
      const factor = rationalOf(multiplier);
      const variance = timesVariance(expression);
      const value = check.value(expression);
      const side = signOfRational(factor);
      // a case and the assumptions may say opposite things of one expression: that is what a contradiction is
      const said = sources.map((source) =>
        variance === null ? source.ofQuotient(value) : weakened(source.ofQuotient(check.value(variance))),
      );
      const fitting = said.filter((known) => known !== null && fits(known, side));
      if (fitting.length === 0) throw new NotFollowed(`${of} does not enter with a sign that is known`);
      isStrict ||= side !== 0 && fitting.some((known) => known === 1 || known === -1);
      total = this.field.add(total, this.field.multiply(this.field.constant(factor), value));
    }
    if (!isStrict || !this.field.isZero(total)) throw new NotFollowed('what is assumed does not add up to 0 > 0');
  }

  private hasValue(check: SignCheck): boolean {
    try {
      check.sign(this.exponent);
      check.truth(this.condition);
      return true;
    } catch (error) {
      if (error instanceof NoValue) return false;
      throw error;
    }
  }

  /** Intervals of names that have both a lower bound, name - c, and an upper one, c - name, that are not negative. */
  private statedRanges(assumptions: readonly string[]): Map<string, Enclosure> {
    const lower = new Map<string, Rational>();
    const upper = new Map<string, Rational>();
    for (const text of assumptions) {
      const { above, below } = new SignCheck(this.field, new Map()).value(parseExpression(text));
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

  /** The text of a polynomial up to a number in front, and the sign of that number. */
  private polynomialOf(text: string): { readonly text: string; readonly orientation: 1 | -1 } | null {
    const value = new SignCheck(this.field, new Map()).value(parseExpression(text));
    if (value.below.size !== 1 || value.above.size === 0) return null;
    const { factor, rest } = normalised(value.above);
    return { text: polynomialText(rest), orientation: signOfRational(factor) < 0 ? -1 : 1 };
  }
}

/** The other factors of a product with a variance, which is not negative; null when there is none. */
function timesVariance(expression: Expression): Expression | null {
  const isVariance = (node: Expression): boolean => node.kind === 'moment' && node.moment === 'var';
  if (isVariance(expression)) return number(1);
  if (expression.kind !== 'product') return null;
  const index = expression.factors.findIndex(isVariance);
  return index < 0
    ? null
    : { kind: 'product', factors: [number(1), ...expression.factors.filter((_, i) => i !== index)] };
}

function weakened(known: Known | null): Known | null {
  return known === null ? null : timesNonnegative(known);
}

/** Whether side · value ≥ 0 follows. */
function fits(known: Known, side: Sign): boolean {
  if (known === 0 || side === 0) return true;
  return side > 0 ? known === 1 || known === 'nonnegative' : known === -1 || known === 'nonpositive';
}
