import { type Condition, type Formula, numeralOf, partsOf } from '../formula/formula.js';
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
  private readonly isDatum: (formula: Formula) => boolean;

  constructor(
    private readonly field: QuotientField,
    data: readonly string[],
  ) {
    this.isDatum = (formula) => formula.kind === 'name' && data.includes(formula.name);
  }

  /** The condition and the formulas that the statement consists of. Throws NotFollowed where data stand outside moments. */
  state(condition: Condition, ...formulas: readonly Formula[]): void {
    for (const formula of [...gapsOf(condition), ...formulas]) {
      visitMoments(formula, this.isDatum, (inside) => {
        for (const key of this.partialWithin(inside, false)) this.stated.add(key);
      });
    }
  }

  /** Throws NotFollowed for a formula with a moment that may have no value where the statement has one. */
  requireKnown(formula: Formula): void {
    visitMoments(formula, this.isDatum, (inside) => {
      if (!this.partialWithin(inside, true).every((key) => this.stated.has(key))) {
        throw new NotFollowed('a moment that need not have a value');
      }
    });
  }

  /** What is divided by, or under a root or a logarithm, as text; in branches of conditionals only on request. */
  private partialWithin(formula: Formula, inBranches: boolean): string[] {
    const seen = new Set<Formula>();
    const found = new Set<string>();
    const visit = (part: Formula): void => {
      if (seen.has(part)) return;
      seen.add(part);
      const isSkipped = part.kind === 'conditional' && !inBranches;
      for (const inner of isSkipped ? gapsOf(part.condition) : partsOf(part)) visit(inner);
      const taken = takenOf(part);
      if (taken === null) return;
      const { above, below } = valuesIn<Quotient>(this.field)(taken);
      found.add(`${part.kind === 'inverse' ? '1/' : 'of '}${polynomialText(above)} / ${polynomialText(below)}`);
    };
    visit(formula);
    return [...found];
  }
}

/** Visits what moments are of. Throws NotFollowed where data stand outside of them. */
function visitMoments(
  formula: Formula,
  isDatum: (formula: Formula) => boolean,
  visit: (inside: Formula) => void,
): void {
  const seen = new Set<Formula>();
  const look = (part: Formula): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (isDatum(part)) throw new NotFollowed('data stand outside of moments');
    if (part.kind === 'moment') visit(part.of);
    else for (const inner of partsOf(part)) look(inner);
  };
  look(formula);
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
