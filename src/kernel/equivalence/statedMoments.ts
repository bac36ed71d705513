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
    for (const formula of [...gapsOf(condition), ...formulas]) this.requireData(formula);
    for (const formula of [...neededGaps(condition), ...formulas]) {
      for (const key of this.partialWithin(formula, neededParts)) this.stated.add(key);
    }
  }

  /** Throws NotFollowed for a formula with a moment that may have no value where the statement has one. */
  requireKnown(formula: Formula): void {
    this.requireData(formula);
    if (!this.partialWithin(formula, partsOf).every((key) => this.stated.has(key))) {
      throw new NotFollowed('a moment that need not have a value');
    }
  }

  private requireData(formula: Formula): void {
    if ([...reached(formula, outsideMoments)].some((part) => part.kind === 'name' && this.data.includes(part.name))) {
      throw new NotFollowed('data stand outside of moments');
    }
  }

  /** What is divided by, or under a root or a logarithm, inside moments, as text; `entered` says which parts are looked at. */
  private partialWithin(formula: Formula, entered: (part: Formula) => readonly Formula[]): string[] {
    const moments = [...reached(formula, entered)].filter((part) => part.kind === 'moment');
    const inside = moments.flatMap((moment) => [...reached(moment.of, entered)]);
    return inside.flatMap((part) => {
      const taken = takenOf(part);
      if (taken === null) return [];
      const { above, below } = valuesIn<Quotient>(this.field)(taken.of);
      return [`${polynomialText(above)} / ${polynomialText(below)} ${taken.need}`];
    });
  }
}

function outsideMoments(formula: Formula): readonly Formula[] {
  return formula.kind === 'moment' ? [] : partsOf(formula);
}

/** The parts without whose values a formula has none: of a conditional not its branches. */
function neededParts(formula: Formula): readonly Formula[] {
  return formula.kind === 'conditional' ? neededGaps(formula.condition) : partsOf(formula);
}

/** What a condition compares with 0 wherever it has a value: operands of and and or may have none. */
function neededGaps(condition: Condition): readonly Formula[] {
  if (condition.kind === 'comparison') return [condition.gap];
  return condition.kind === 'not' ? condition.operands.flatMap(neededGaps) : [];
}

/** What a quotient, root, logarithm or power is taken of, and what that has to be; null for what has a value everywhere. */
function takenOf(formula: Formula): { readonly of: Formula; readonly need: string } | null {
  switch (formula.kind) {
    case 'inverse':
      return numeralOf(formula.of) === null ? { of: formula.of, need: '!= 0' } : null;
    case 'function':
      if (formula.name === 'log') return { of: formula.of, need: '> 0' };
      return formula.name === 'sqrt' ? { of: formula.of, need: '>= 0' } : null;
    case 'power': {
      const exponent = numeralOf(formula.exponent);
      const [isWhole, isPositive] = [exponent?.denominator === 1n, exponent !== null && exponent.numerator >= 0n];
      if (isWhole && isPositive) return null;
      return { of: formula.base, need: isWhole ? '!= 0' : isPositive ? '>= 0' : '> 0' };
    }
    default:
      return null;
  }
}

/** The formulas that a condition compares with 0. */
function gapsOf(condition: Condition): readonly Formula[] {
  return condition.kind === 'comparison' ? [condition.gap] : condition.operands.flatMap(gapsOf);
}
