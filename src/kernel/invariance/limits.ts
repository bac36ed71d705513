import { dividedBy, isZero, one, type Rational, rational, zero } from '../../arithmetic/rational.js';
import { type Formula, mapParts, minus, numeral, partsOf, reached, someWithin } from '../formula/formula.js';
import { type Series, SeriesField } from '../formula/seriesField.js';
import { settledKinks } from '../formula/settledKinks.js';
import { valuesIn } from '../formula/valueIn.js';
import { followed, NotFollowed } from '../notFollowed.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';
import { linearPivot } from './affineSet.js';
import type { StatedModel } from './statedModel.js';

/** The two fields that a formula is looked at in: where only a gap is 0, and on the whole set. */
export interface Around {
  readonly anywhere: QuotientField;
  readonly onSet: QuotientField;
}

/** Formulas continued to a set on which parts of them are 0/0 (docs/trusted.md). */
export class Continuation {
  /** the names of the remainders of the limits that were taken, functions of which nothing is known */
  readonly remainders: string[] = [];
  private readonly divides: (formula: Formula) => boolean;

  constructor(
    private readonly model: StatedModel,
    moves: (formula: Formula) => boolean,
  ) {
    this.divides = someWithin((formula) => formula.kind === 'inverse' && moves(formula.of));
  }

  /** The formula with a + b·u + remainder·u² for each part that is 0/0 where u = 0, the smallest first. Throws NotFollowed. */
  of(formula: Formula, around: Around): Formula {
    if (!this.divides(formula)) return formula;
    const found = new Limits(this.model, around, this.remainders).visit(formula);
    if (found.gap !== null) throw new NotFollowed('a quotient without a limit on the set');
    return found.formula;
  }
}

/** With what vanishes on the set where a quotient by it is still open. */
interface Visited {
  readonly formula: Formula;
  readonly gap: Formula | null;
}

class Limits {
  private readonly known = new Map<Formula, Visited>();
  private readonly here: (formula: Formula) => Quotient;
  private readonly there: (formula: Formula) => Quotient;

  constructor(
    private readonly model: StatedModel,
    private readonly around: Around,
    private readonly remainders: string[],
  ) {
    this.here = valuesIn<Quotient>(around.onSet);
    this.there = valuesIn<Quotient>(around.anywhere);
  }

  visit(formula: Formula): Visited {
    const found = this.known.get(formula) ?? this.visited(formula);
    this.known.set(formula, found);
    return found;
  }

  private visited(formula: Formula): Visited {
    if (formula.kind === 'inverse' && this.vanishes(formula.of)) return { formula, gap: this.gapOf(formula.of) };
    const gaps: Formula[] = [];
    const rebuilt = mapParts(formula, (part) => {
      const { formula: inner, gap } = this.visit(part);
      if (gap !== null && !gaps.some((other) => this.multiple(gap, other) !== null)) gaps.push(gap);
      return inner;
    });
    const [gap, ...others] = gaps;
    if (others.length > 0) throw new NotFollowed('two limits at once');
    if (gap === undefined) return { formula: rebuilt, gap: null };
    const isClosing = rebuilt.kind === 'sum' || rebuilt.kind === 'product';
    const continued = isClosing ? followed(() => this.expanded(rebuilt, gap)) : null;
    return continued === null ? { formula: rebuilt, gap } : { formula: continued, gap: null };
  }

  private vanishes(formula: Formula): boolean {
    return followed(() => this.around.onSet.isZero(this.here(formula))) ?? false;
  }

  /** The number that a formula is of another, everywhere; null where it is none. */
  private multiple(formula: Formula, of: Formula): Rational | null {
    return followed(() => {
      const { anywhere } = this.around;
      const factor = anywhere.numberIn(anywhere.multiply(this.there(formula), anywhere.invert(this.there(of))));
      return factor === null || isZero(factor) ? null : factor;
    });
  }

  private pivotOf(formula: Formula) {
    return linearPivot(formula, this.model.parameters, this.model.data);
  }

  /** What vanishes in a denominator: the one linear form in it that does, or else itself. */
  private gapOf(below: Formula): Formula {
    const isForm = (part: Formula) => this.pivotOf(part) !== null && this.vanishes(part);
    const forms = [...reached(below, (part) => (isForm(part) ? [] : partsOf(part)))].filter(isForm);
    const [form, ...others] = forms.filter((one, i) => !forms.slice(0, i).some((other) => this.multiple(one, other)));
    if (form !== undefined && others.length === 0) return form;
    return below.kind === 'power' && this.vanishes(below.base) ? below.base : below;
  }

  /**
   * A value and a slope in the gap, over functions of other names, with the remainder: a parameter is put in terms of the gap
   * where that is linear, else every multiple of it. Each term of a pole has to vanish identically where the gap alone is 0,
   * and what is divided by is nowhere 0 on the set.
   */
  private expanded(formula: Formula, gap: Formula): Formula {
    const { anywhere, onSet } = this.around;
    // near the set the gap has to be near 0
    const jumps = someWithin(
      (part) => part.kind === 'conditional' || (part.kind === 'function' && part.name === 'sign'),
    );
    if (jumps(gap)) throw new NotFollowed('what vanishes in a denominator jumps');
    const pivot = this.pivotOf(gap);
    const factorOf = (part: Formula): Rational | null => {
      if (pivot === null) return this.multiple(part, gap);
      return part.kind === 'name' && part.name === pivot.name ? dividedBy(one, pivot.coefficient) : null;
    };
    const moving = new Map<Formula, Series>();
    const field = new SeriesField(
      {
        ...settledKinks(
          () => zero,
          () => null,
        ),
        moves: someWithin((part) => moving.has(part)),
        isZero: (a) => anywhere.isZero(this.there(a)),
        requireUnit: (first) => {
          if (!onSet.isNowhereZero(this.here(first))) throw new NotFollowed('what is divided by in a limit may be 0');
        },
      },
      mostTerms,
    );
    for (const part of reached(formula)) {
      const factor = factorOf(part);
      if (factor === null) continue;
      const still: Formula = { kind: 'sum', parts: [part, minus({ kind: 'product', parts: [numeral(factor), gap] })] };
      moving.set(part, field.linear(still, numeral(factor)));
    }
    const known = new Map(moving);
    const series = valuesIn(field, known)(formula);
    // what has no value everywhere needs one where u is 0, though its coefficients may all vanish
    const needed = [...known]
      .filter(([part]) => ['function', 'inverse', 'power', 'conditional'].includes(part.kind))
      .map(([, one]) => field.at(one, one.lowest));
    // no name of the grammar starts with a digit
    const name = String(this.remainders.length);
    this.remainders.push(name);
    const square: Formula = { kind: 'power', base: gap, exponent: numeral(rational(2)) };
    const terms: readonly (readonly Formula[])[] = [
      [field.valueOf(series)],
      [field.at(series, 1), gap],
      [{ kind: 'name', name }, square],
      [numeral(0), ...needed],
    ];
    return { kind: 'sum', parts: terms.map((parts) => ({ kind: 'product', parts })) };
  }
}

/** A limit that cancels to more orders is not followed. */
const mostTerms = 10;
