import { childrenOf, type Expression, moment } from '../../expression/expression.js';
import { DivisionByZero } from '../../expression/normalForm.js';
import { printExpression } from '../../expression/print.js';
import { TooLarge } from '../../expression/ring.js';
import { isZero, negated, one, type Rational, rational, times, toText } from '../../numeric/rational.js';
import type { SignCase } from '../certificate.js';
import { Algebra, type Canonical, type Scaled } from './algebra.js';
import { type Constraint, contradiction } from './farkas.js';
import type { Ranges } from './ranges.js';
import { type Case, CaseEvaluation, monomialSign, NeedsProduct, NeedsSign, NotDefined, type Sign } from './signs.js';

/** What a domain says: the expression is positive, or not negative. */
export interface DomainFact {
  readonly expression: Expression;
  readonly strict: boolean;
}

export type EquivalenceOutcome =
  | { readonly kind: 'proved'; readonly proof: SignCase; readonly cases: number }
  /** they differ at most where the exponent is 0 */
  | { readonly kind: 'boundary' }
  | { readonly kind: 'open'; readonly reason: string };

/**
 * Proves that a condition holds exactly where an exponent is negative, for all values of the names and moments that the
 * facts and the closed intervals of names admit: a tree of sign cases, in each of which both agree or a linear combination of what is assumed is 0 > 0.
 *
 * Moments count as independent quantities of which only mean u² ≥ 0 and var u ≥ 0 is known; where either side is not defined
 * nothing is claimed.
 */
export function proveEquivalence(
  condition: Expression,
  exponent: Expression,
  facts: readonly DomainFact[],
  data: readonly string[],
  ranges: Ranges = new Map(),
): EquivalenceOutcome {
  const search = new Search(condition, exponent, facts, data, ranges);
  try {
    const proof = search.explore({ signs: search.positiveFacts(), products: new Map() });
    if (proof === null) return { kind: 'open', reason: 'the signs of the formulas leave a case open' };
    return search.onBoundary ? { kind: 'boundary' } : { kind: 'proved', proof, cases: search.leaves };
  } catch (error) {
    if (error instanceof TooLarge || error instanceof DivisionByZero) return { kind: 'open', reason: error.message };
    throw error;
  }
}

/** A claim about a few names and moments takes some dozens of cases. */
const mostCases = 2000;

class Search {
  private readonly algebra: Algebra;
  private readonly given: readonly (Scaled & { readonly strict: boolean })[];
  private readonly variances: readonly (Scaled & { readonly text: string })[];
  leaves = 0;
  onBoundary = false;

  private readonly condition: Expression;
  private readonly exponent: Expression;

  constructor(
    condition: Expression,
    exponent: Expression,
    facts: readonly DomainFact[],
    data: readonly string[],
    private readonly ranges: Ranges,
  ) {
    this.algebra = new Algebra(data);
    this.condition = this.algebra.withNamedMoments(condition);
    this.exponent = this.algebra.withNamedMoments(exponent);
    this.given = facts.flatMap(({ expression, strict }) => {
      const found = this.algebra.canonicalOf(expression);
      return found === null ? [] : [{ ...found, strict }];
    });
    this.variances = this.knownVariances();
  }

  /** The facts that settle a sign at once. */
  positiveFacts(): Case['signs'] {
    return new Map(
      this.given.filter(({ strict }) => strict).map(({ of, turned }) => [of.key, { of, sign: turned as Sign }]),
    );
  }

  /** A proof for one case, or null where a difference is left open. */
  explore(here: Case): SignCase | null {
    if (++this.leaves > mostCases) return null;
    const evaluation = new CaseEvaluation(this.algebra, here, this.ranges);
    try {
      const sign = evaluation.sign(this.exponent);
      const claimed = evaluation.truth(this.condition);
      if (claimed === sign < 0) return { agree: true };
      if (sign !== 0) return null;
      // the condition claims attraction where the leading order decides nothing
      this.onBoundary = true;
      return { agree: true };
    } catch (error) {
      if (error instanceof NotDefined) return { undefined: true };
      if (error instanceof NeedsProduct) {
        const { of, factors } = error;
        const inside = this.explore({ ...here, products: new Map([...here.products, [of.key, factors]]) });
        if (inside === null) return null;
        return { product: printExpression(of.expression), factors: factors.map(printExpression), inside };
      }
      if (!(error instanceof NeedsSign)) throw error;
      const { of } = error;
      const branches: SignCase[] = [];
      for (const sign of [-1, 0, 1] as const) {
        const inside: Case = { ...here, signs: new Map([...here.signs, [of.key, { of, sign }]]) };
        const branch = this.contradictionIn(inside) ?? this.explore(inside);
        if (branch === null) return null;
        branches.push(branch);
      }
      const [negative, zero, positive] = branches;
      return { split: printExpression(of.expression), negative, zero, positive };
    }
  }

  /** A combination of what holds in the case that leaves 0 > 0. */
  private contradictionIn(here: Case): SignCase | null {
    const constraints: (Constraint & { readonly text: string; readonly factor: Rational })[] = [];
    // the form is `size` times smaller than what the text writes
    const add = (text: string, form: Canonical['form'], turned: 1 | -1, strict: boolean, size = one): void => {
      const oriented = turned > 0 ? form : new Map([...form].map(([column, value]) => [column, negated(value)]));
      constraints.push({
        text,
        form: oriented,
        factor: rational(BigInt(turned) * size.denominator, size.numerator),
        strict,
      });
    };
    for (const { of, sign } of here.signs.values()) {
      const text = printExpression(of.expression);
      if (sign !== 0) add(text, of.form, sign, true);
      else {
        add(text, of.form, 1, false);
        add(text, of.form, -1, false);
      }
    }
    for (const { of, turned, strict } of this.given) {
      if (!strict) add(printExpression(of.expression), of.form, turned, false);
    }
    const columns = new Set(constraints.flatMap(({ form }) => [...form.keys()]));
    for (const { text, of, turned, size } of this.variances) {
      if ([...of.form.keys()].some((column) => columns.has(column))) {
        // var u itself is turned · size · form
        add(text, of.form, turned, false, turned > 0 ? size : negated(size));
        for (const column of of.form.keys()) columns.add(column);
      }
    }
    for (const column of columns) {
      const monomial = this.algebra.monomials.get(column);
      if (monomial === undefined) continue;
      const text = printExpression(monomial.expression);
      const form = new Map([[column, one]]);
      // the case may say of an atom what its kind forbids
      for (const own of new Set([here, nothingSaid].map((said) => monomialSign(this.algebra, said, column)))) {
        if (own === null) continue;
        if (own === 0) {
          add(text, form, 1, false);
          add(text, form, -1, false);
        } else if (typeof own === 'number') add(text, form, own, true);
        else add(text, form, own === 'nonnegative' ? 1 : -1, false);
      }
    }
    const multipliers = contradiction(constraints);
    if (multipliers === null) return null;
    return {
      contradiction: constraints.flatMap(({ text, factor }, i) =>
        isZero(multipliers[i]) ? [] : [{ of: text, multiplier: toText(times(factor, multipliers[i])) }],
      ),
    };
  }

  /** var u ≥ 0 for every var(u), and for every mean(u) where mean(u²) is there too. */
  private knownVariances() {
    const arguments_ = new Map<string, Expression>();
    const visit = (node: Expression): void => {
      if (node.kind === 'moment') arguments_.set(printExpression(node.argument), node.argument);
      else for (const child of childrenOf(node)) visit(child);
    };
    visit(this.condition);
    visit(this.exponent);
    return [...arguments_].flatMap(([text, argument]) => {
      const found = this.algebra.canonicalOf(moment('var', argument));
      return found === null ? [] : [{ text: `var(${text})`, ...found }];
    });
  }
}

const nothingSaid: Case = { signs: new Map(), products: new Map() };
