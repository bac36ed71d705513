import { type Condition, type Formula, numeralOf, partsOf, reached } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import { polynomialText } from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';

/**
 * What may stand inside moments of a proof: formulas that have a value for all data, and quotients, roots and logarithms
 * that the statement takes in its own moments, so that they have values wherever it speaks.
 */
export class StatedMoments {
  private readonly stated = new Set<string>();

  constructor(
    private readonly field: QuotientField,
    private readonly data: readonly string[],
  ) {}

  /** The condition and the formulas that the statement consists of. Throws NotFollowed where data stand outside moments. */
  state(condition: Condition, ...formulas: readonly Formula[]): void {
    for (const formula of [...gapsOf(condition), ...formulas]) {
      for (const key of this.partialWithin(formula, false)) this.stated.add(key);
    }
  }

  /** Throws NotFollowed for a formula with a moment that may have no value where the statement has one. */
  requireKnown(formula: Formula): void {
    if (!this.partialWithin(formula, true).every((key) => this.stated.has(key))) {
      throw new NotFollowed('a moment that need not have a value');
    }
  }

  /** What is divided by, or under a root or a logarithm, inside moments, as text; in branches of conditionals only on request. */
  private partialWithin(formula: Formula, inBranches: boolean): string[] {
    const outside = [...reached(formula, (part) => (part.kind === 'moment' ? [] : partsOf(part)))];
    if (outside.some((part) => part.kind === 'name' && this.data.includes(part.name))) {
      throw new NotFollowed('data stand outside of moments');
    }
    const entered = (part: Formula) =>
      part.kind === 'conditional' && !inBranches ? gapsOf(part.condition) : partsOf(part);
    const inside = outside.flatMap((part) => (part.kind === 'moment' ? [...reached(part.of, entered)] : []));
    return inside.flatMap((part) => {
      const taken = takenOf(part);
      if (taken === null) return [];
      const { above, below } = valuesIn<Quotient>(this.field)(taken);
      return [`${part.kind === 'inverse' ? '1/' : 'of '}${polynomialText(above)} / ${polynomialText(below)}`];
    });
  }
}

/** What a quotient, root, logarithm or power is taken of that has no value everywhere; null for all else and for numbers. */
function takenOf(formula: Formula): Formula | null {
  switch (formula.kind) {
    case 'inverse':
      return numeralOf(formula.of) === null ? formula.of : null;
    case 'function':
      return formula.name === 'log' || formula.name === 'sqrt' ? formula.of : null;
    case 'power': {
      const exponent = numeralOf(formula.exponent);
      const isWhole = exponent !== null && exponent.denominator === 1n && exponent.numerator >= 0n;
      return isWhole ? null : formula.base;
    }
    default:
      return null;
  }
}

/** The formulas that a condition compares with 0. */
function gapsOf(condition: Condition): readonly Formula[] {
  return condition.kind === 'comparison' ? [condition.gap] : condition.operands.flatMap(gapsOf);
}
