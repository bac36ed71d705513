import { DivisionByZero } from '../../expression/algebra/normalForm.js';
import { TooLarge } from '../../expression/algebra/ring.js';
import { type Expression, moment } from '../../expression/syntax/expression.js';
import { momentsOf } from '../../expression/syntax/momentParts.js';
import { printExpression } from '../../expression/syntax/print.js';
import type { SignCase } from '../../kernel/certificate.js';
import { Algebra, type Canonical } from './algebra.js';
import { closeCase, type Hypothesis } from './closing.js';
import type { Ranges } from './ranges.js';
import { type Case, CaseEvaluation } from './signs.js';

/** What a domain says: the expression is positive, or not negative. */
export interface DomainFact {
  readonly expression: Expression;
  readonly strict: boolean;
}

/** A proof as a tree of sign cases, or why there is none. */
export type EquivalenceOutcome =
  | { readonly kind: 'closed'; readonly proof: SignCase; readonly cases: number; readonly isPartial: boolean }
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
  // what is linear in logarithms closes as it stands; the rest by what increasing functions make of it
  const [plain, byMonotony] = [false, true].map((isByMonotony) => () => {
    const search = new Search(condition, exponent, facts, data, ranges, isByMonotony);
    return search.outcome();
  });
  const outcome = plain();
  if (outcome.kind === 'closed') return outcome;
  const simpler = byMonotony();
  return outcome.kind === 'open' || simpler.kind === 'closed' ? simpler : outcome;
}

/** A claim about a few names and moments takes some dozens of cases. */
const mostCases = 2000;

class Search {
  private readonly algebra: Algebra;
  /** facts that settle no sign at once, and that variances are not negative */
  private readonly always: readonly Hypothesis[];
  /** what is known at first: the facts that settle a sign at once */
  private readonly start: Case;
  private leaves = 0;
  private onBoundary = false;
  /** whether in some case one side is not defined */
  private isPartial = false;

  private readonly condition: Expression;
  private readonly exponent: Expression;

  constructor(
    condition: Expression,
    exponent: Expression,
    facts: readonly DomainFact[],
    data: readonly string[],
    private readonly ranges: Ranges,
    private readonly byMonotony: boolean,
  ) {
    this.algebra = new Algebra(data);
    this.condition = this.algebra.withNamedMoments(condition);
    this.exponent = this.algebra.withNamedMoments(exponent);
    const settled = facts.flatMap(({ expression, strict }) => {
      const found = strict ? this.algebra.canonicalOf(expression) : null;
      return found === null ? [] : [[found.of.key, { of: found.of, sign: found.orientation }] as const];
    });
    this.start = { signs: new Map(settled), products: new Map() };
    this.always = [
      ...facts
        .filter(({ strict }) => !strict)
        .map(({ expression }) => ({ expression, sign: 1 as const, strict: false })),
      ...this.knownVariances().map((expression) => ({ expression, sign: 1 as const, strict: false })),
    ];
  }

  outcome(): EquivalenceOutcome {
    try {
      const proof = this.explore(this.start);
      if (proof === null) return { kind: 'open', reason: 'the signs of the formulas leave a case open' };
      const { leaves, isPartial } = this;
      return this.onBoundary ? { kind: 'boundary' } : { kind: 'closed', proof, cases: leaves, isPartial };
    } catch (error) {
      if (error instanceof TooLarge || error instanceof DivisionByZero) return { kind: 'open', reason: error.message };
      throw error;
    }
  }

  /** A proof for one case, or null where a difference is left open. */
  private explore(here: Case): SignCase | null {
    if (++this.leaves > mostCases) return null;
    const evaluation = new CaseEvaluation(this.algebra, here, this.ranges, this.byMonotony);
    const found = evaluation.evaluate(this.exponent, this.condition);
    switch (found.kind) {
      case 'told':
        if (found.truth === found.sign < 0) return { agree: true };
        if (found.sign !== 0) return null;
        // the condition claims attraction where the leading order decides nothing
        this.onBoundary = true;
        return { agree: true };
      case 'undefined':
        this.isPartial = true;
        return { undefined: true };
      case 'product': {
        const { of, factors } = found;
        const inside = this.explore({ ...here, products: new Map([...here.products, [of.key, factors]]) });
        if (inside === null) return null;
        return { product: this.print(of.expression), factors: factors.map((factor) => this.print(factor)), inside };
      }
      case 'sign':
        return this.split(here, found.of);
    }
  }

  private split(here: Case, of: Canonical): SignCase | null {
    const branches: SignCase[] = [];
    for (const sign of [-1, 0, 1] as const) {
      const inside: Case = { ...here, signs: new Map([...here.signs, [of.key, { of, sign }]]) };
      const branch = closeCase(this.algebra, inside, this.always) ?? this.explore(inside);
      if (branch === null) return null;
      branches.push(branch);
    }
    const [negative, zero, positive] = branches;
    return { split: this.print(of.expression), negative, zero, positive };
  }

  private print(expression: Expression): string {
    return printExpression(this.algebra.shown(expression));
  }

  /** The variances of what the moments are of. */
  private knownVariances(): Expression[] {
    const averaged = momentsOf([this.condition, this.exponent]).map(({ argument }) => argument);
    return [...new Map(averaged.map((of) => [printExpression(of), moment('var', of)])).values()];
  }
}
